'use strict';
/* What people do in a browser, by Playwright on the installed Chromium or Firefox:
     node browser.cjs TOOLS chromium|firefox SCENARIO ARGUMENTS-AS-JSON
   Prints what the scenario found as JSON; a scenario that throws has failed. */

const fs = require('fs');
const path = require('path');

const [tools, name, scenario, given] = process.argv.slice(2);
const playwright = require(path.join(tools, 'node', 'node_modules', 'playwright-core'));
const args = JSON.parse(given);

// Playwright 1.61.1 to 1.65.1 end the process when Firefox tells that a frame was navigated which
// is gone by then, as previews are (microsoft/playwright#40763): what a frame that is gone did says
// nothing about the page, so this one fault, and no other, is left to pass.
process.on('uncaughtException', (error) => {
  if (/'_name'/.test(error.message) && /_onNavigationCommitted/.test(error.stack)) return;
  console.error(error);
  process.exit(1);
});

function assert(holds, why) { if (!holds) throw new Error(why); }

async function launch() {
  if (name === 'firefox') {
    // Firefox as Debian has it, by WebDriver BiDi.
    return playwright.firefox.launch({ channel: 'moz-firefox', executablePath: '/usr/bin/firefox-esr' });
  }
  return playwright.chromium.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

async function enter(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.wrong = [];
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') page.wrong.push(message.text()); });
  await load(page, args.address);
  return page;
}

/* Does it again when another load gets in the way: on a slow machine Firefox is now and then still
   busy with the load before, even of the same address, and gives up the new one. */
async function loaded(page, start) {
  for (let turn = 0; ; turn += 1) {
    try {
      return await start();
    } catch (error) {
      if (turn === 4 || !/interrupted by another navigation|NS_BINDING_ABORTED/.test(error.message)) throw error;
      await page.waitForLoadState('load');
    }
  }
}

function load(page, address) {
  return loaded(page, () => page.goto(address));
}

function loadAnew(page) {
  return loaded(page, () => page.reload());
}

async function open(page, files) {
  await page.setInputFiles('#files', files);
  await page.click('#upload button.main');
  await page.waitForURL(/\/p\//);
}

async function paste(page, text) {
  await load(page, args.home);
  await page.fill('#text', text);
  await page.click('text=Open this text');
  await page.waitForURL(/\/write\//);
  await page.waitForSelector('iframe.page');
}

/* The frame in which the document is, below the one that keeps its place. */
async function document(page) {
  for (let turn = 0; turn < 200; turn += 1) {
    for (const frame of page.frames()) {
      if (!/page\.html$/.test(frame.url())) continue;
      try { if (await frame.$('main')) return frame; } catch { /* it gave way to a newer one */ }
    }
    await page.waitForTimeout(50);
  }
  throw new Error('no document is shown');
}

async function shows(page, words, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    try {
      const frame = await document(page);
      if ((await frame.textContent('body')).includes(words)) return;
    } catch { /* as above */ }
    await page.waitForTimeout(20);
  }
  throw new Error(`the document does not show ${words}`);
}

async function download(page, act) {
  const [got] = await Promise.all([page.waitForEvent('download'), act()]);
  const file = path.join(args.folder, got.suggestedFilename());
  await got.saveAs(file);
  return file;
}

/* Keeps a state of a page: its picture, its HTML, what axe says, and how far it is too wide. */
function keeper(page, mark, found) {
  return async (title) => {
    await page.waitForTimeout(300);
    const file = path.join(args.folder, `${title}-${mark}`);
    await page.screenshot({ path: `${file}.png`, fullPage: true });
    const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth - innerWidth);
    let axe = null;
    if (args.axe) {
      await page.evaluate(fs.readFileSync(args.axe, 'utf-8'));
      axe = await page.evaluate(async () => (await globalThis.axe.run({
        exclude: [['iframe']],
      }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(
        (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 150)).join(' | ')}`));
    }
    const html = await page.evaluate(() => `<!DOCTYPE html>\n${globalThis.document.documentElement.outerHTML}`);
    fs.writeFileSync(`${file}.html`, html);
    found.push({ title, mark, wide, axe, html: `${file}.html` });
  };
}

const scenarios = {
  /* From a file to its four formats and its draft. */
  async whole(browser) {
    const page = await enter(browser);
    await open(page, args.files);
    await shows(page, args.words);
    const findings = await page.textContent('#findings');
    await page.click('text=Check and send');
    await page.click('button:has-text("Make the files")');
    await page.waitForSelector('text=The files are up to date', { timeout: 120000 });
    const files = {};
    for (const [label, kind] of [['HTML', 'html'], ['EPUB', 'epub'], ['PDF', 'pdf'], ['Plain text', 'txt']]) {
      files[kind] = await download(page, () => page.click(`text=Download ${label}`));
    }
    await page.check('input[name=judged][value="0"]');
    await page.click('text=Put into the report');
    await page.waitForSelector('text=Your answers are in the report');
    files.report = await download(page, () => page.click('text=Download the report'));
    await page.click('text=Write an e-mail');
    await page.fill('#from', 'Press desk <press@example.org>');
    await page.fill('#note', 'A covering note.');
    files.eml = await download(page, () => page.click('text=Download the draft'));
    return { findings, files, wrong: page.wrong, home: page.url() };
  },

  /* A finding leads to its line; what is safe is mended by a button; typing shows at once. */
  async mend(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await page.click('.findings [data-line]');
    const selected = await page.$eval('#text', (text) => text.value.slice(text.selectionStart, text.selectionEnd));
    await page.click('button:has-text("Mend this")');
    await page.waitForSelector('text=Mended in the text below');
    const mended = await page.inputValue('#text');
    const before = await page.textContent('#changed');
    await page.click('button[value=save]');
    await page.waitForSelector('#done:has-text("Saved")');
    assert(await page.isHidden('#changed'), 'nothing is left to be saved');
    return { selected, mended, before, wrong: page.wrong };
  },

  /* Seconds from a key to the preview that shows it, several times. */
  async typing(browser) {
    const page = await enter(browser);
    if (args.files) await open(page, args.files); else await paste(page, args.text);
    await shows(page, args.words, 60);
    await page.waitForTimeout(3000);
    const times = [];
    for (let turn = 0; turn < args.turns; turn += 1) {
      await page.focus('#text');
      await page.keyboard.press('Control+End');
      const word = `word${turn}now`;
      await page.keyboard.insertText(` ${word.slice(0, -1)}`);
      const begun = Date.now();
      await page.keyboard.press(word.at(-1));
      await shows(page, word, 60);
      times.push((Date.now() - begun) / 1000);
      await page.waitForTimeout(args.pause || 1500);
    }
    return { times, wrong: page.wrong };
  },

  /* The place in a long preview stays when the text changes. */
  async place(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    const frame = await document(page);
    await frame.evaluate(() => scrollTo(0, 900));
    await page.focus('#text');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\nThe very end.');
    await shows(page, 'The very end.');
    await page.waitForTimeout(500);
    const now = await document(page);
    return { y: await now.evaluate(() => scrollY), wrong: page.wrong };
  },

  /* Files that are no documents are told at the field, and nothing is opened. */
  async wrong(browser) {
    const page = await enter(browser);
    await page.setInputFiles('#files', args.files);
    await page.click('#upload button.main');
    await page.waitForSelector('#problem');
    const focused = await page.evaluate(() => globalThis.document.activeElement.id);
    const described = await page.getAttribute('#files', 'aria-describedby');
    return { told: await page.textContent('#files-error'), focused, described, url: page.url() };
  },

  /* A folder of many documents: all are listed, checked and exported, and the page tells how far. */
  async folder(browser) {
    const page = await enter(browser);
    await open(page, args.files);
    const rows = await page.locator('#documents tbody tr').count();
    await page.waitForFunction(() => !/being checked/.test(globalThis.document.getElementById('documents').textContent), null, { timeout: 240000 });
    await page.click('text=Export all');
    await page.waitForSelector('progress#progress');
    await page.waitForSelector('.ended', { timeout: 400000 });
    return { rows, ended: await page.textContent('.ended'), wrong: page.wrong };
  },

  /* Two people at once, each with a document; nobody sees the other's. */
  async two(browser) {
    const pages = [];
    for (const [person, password] of args.people) {
      const page = await enter(browser);
      await page.fill('#name', person);
      await page.fill('#password', password);
      await page.click('button.main');
      await page.waitForSelector('#upload');
      pages.push(page);
    }
    await Promise.all(pages.map((page, at) => paste(page, `# Of ${args.people[at][0]}\n\nA text.\n`)));
    await Promise.all(pages.map((page, at) => shows(page, `Of ${args.people[at][0]}`)));
    const answer = await load(pages[1], pages[0].url());
    const mine = await load(pages[1], args.home).then(() => pages[1].textContent('main'));
    return { status: answer.status(), mine };
  },

  /* Back, forward and reload keep what was typed and lose nothing that was saved. */
  async back(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    const address = page.url();
    await page.focus('#text');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\nTyped and not saved.');
    await shows(page, 'Typed and not saved.');
    await loadAnew(page);
    const reloaded = await page.inputValue('#text');
    await page.click('text=Check and send');
    await page.waitForSelector('#judge-title');
    await page.goBack();
    await page.waitForSelector('#text');
    const back = await page.inputValue('#text');
    await page.click('#revert');
    await page.waitForSelector('#done');
    const reverted = await page.inputValue('#text');
    await page.click('button[value=save]');
    await page.waitForSelector('#done:has-text("Saved")');
    await page.goBack();
    return { reloaded, back, reverted, same: page.url() === address, wrong: page.wrong };
  },

  /* The desk does not answer for a while: it is said, the text stays, and it goes on by itself. */
  async lost(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    await page.route('**/draft/**', (route) => route.abort());
    await page.focus('#text');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\nTyped without the desk.');
    await page.waitForFunction(() => /does not answer/.test(globalThis.document.getElementById('said').textContent));
    const kept = await page.inputValue('#text');
    await page.unroute('**/draft/**');
    await shows(page, 'Typed without the desk.');
    await page.waitForFunction(() => /answers again|up to date/.test(globalThis.document.getElementById('said').textContent));
    return { kept };
  },

  /* Everything without script. */
  async scriptless(browser) {
    const page = await enter(browser, { javaScriptEnabled: name === 'firefox' });
    if (name === 'firefox') { // which cannot be told to run none: it gets none instead
      await page.route('**/*.js', (route) => route.abort());
      await load(page, args.home);
    }
    await page.setInputFiles('#files', args.files);
    await page.click('#upload button.main');
    await page.waitForSelector('#text');
    await page.fill('#text', (await page.inputValue('#text')).replace('## ', '#### '));
    await page.click('button[value=look]');
    const findings = await page.textContent('#findings');
    await page.click('button:has-text("Mend this")');
    const mended = await page.textContent('.notice');
    await page.click('button[value=save]');
    await page.waitForSelector('#done:has-text("Saved")');
    for (let turn = 0; turn < 60; turn += 1) {
      await load(page, `${page.url().split('?')[0]}?as=pdf`);
      if (await page.locator('.pages img').count()) break;
      await page.waitForTimeout(500);
    }
    const pages = await page.locator('.pages img').count();
    await page.click('text=Reading order and tags');
    const order = await page.textContent('.order');
    await page.click('.crumbs a');
    await page.click('text=Check and send');
    await page.click('button:has-text("Make the files")');
    for (let turn = 0; turn < 60 && !(await page.locator('text=up to date').count()); turn += 1) {
      await page.waitForTimeout(500);
      await loadAnew(page);
    }
    const file = await download(page, () => page.click('text=Download PDF'));
    return { findings, mended, pages, order, file };
  },

  /* By keyboard alone: what gets the focus, in its order, on a page; each has to be seen. */
  async keyboard(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    await page.evaluate(() => globalThis.document.activeElement.blur());
    const seen = [];
    for (let turn = 0; turn < 60; turn += 1) {
      await page.keyboard.press('Tab');
      const one = await page.evaluate(() => {
        const now = globalThis.document.activeElement;
        if (!now || now === globalThis.document.body) return null;
        const box = now.getBoundingClientRect();
        const style = getComputedStyle(now);
        return { what: (now.textContent || now.name || now.title).trim().slice(0, 40) || now.tagName,
          tag: now.tagName, width: box.width, height: box.height,
          ring: style.outlineStyle !== 'none' || now.tagName === 'IFRAME' };
      });
      if (!one) break;
      seen.push(one);
      if (one.tag === 'FOOTER') break;
    }
    await page.focus('#text');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Saved by keyboard.');
    await page.keyboard.press('Control+s');
    await page.waitForSelector('#done:has-text("Saved")');
    await page.waitForFunction(() => globalThis.document.getElementById('changed').hidden);
    return { seen, text: await page.inputValue('#text') };
  },

  /* A page that nobody sees takes no connection for events; seen again, it shows the newest. */
  async unseen(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    let asked = 0;
    page.on('request', (request) => { if (/\/events$/.test(request.url())) asked += 1; });
    const turn = (hidden) => page.evaluate((now) => {
      Object.defineProperty(globalThis.document, 'hidden', { value: now, configurable: true });
      globalThis.document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await turn(true);
    await page.focus('#text');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\nTyped unseen.');
    await page.waitForTimeout(4000);
    const unseen = asked;
    await turn(false);
    await shows(page, 'Typed unseen.');
    return { unseen, seen: asked, wrong: page.wrong };
  },

  /* A link of the document, clicked; the server that it leads to tells the rest. */
  async links(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    const frame = await document(page);
    await frame.click('main a[href^=http]');
    let asked = [];
    for (let turn = 0; turn < 120 && !asked.length; turn += 1) {
      await page.waitForTimeout(500);
      asked = await (await fetch(`${args.elsewhere}asked`)).json();
    }
    await shows(page, args.words);
    return asked;
  },

  /* What a hostile page of another origin gets of the desk, from the same browser. */
  async attack(browser) {
    const page = await enter(browser);
    await paste(page, args.text);
    await shows(page, args.words);
    const context = page.context();
    const frame = await document(page);
    const preview = frame.url();
    const other = await context.newPage();
    const asked = [];
    context.on('request', (request) => asked.push(request.url()));
    await load(other, args.evil);
    const got = await other.evaluate(async ([home, preview]) => {
      const results = {};
      const attempt = async (name, act) => { try { results[name] = await act(); } catch (error) { results[name] = `refused: ${error.name}`; } };
      await attempt('fetch', async () => (await fetch(home, { credentials: 'include' })).status);
      await attempt('opaque', async () => (await fetch(home, { credentials: 'include', mode: 'no-cors' })).type);
      await attempt('post', async () => (await fetch(`${home}paste`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ text: '# evil' }) })).type);
      await attempt('frame', () => new Promise((done) => {
        const made = globalThis.document.createElement('iframe');
        made.src = home; made.onload = () => { try { done(made.contentDocument ? 'read' : 'closed'); } catch { done('closed'); } };
        globalThis.document.body.append(made); setTimeout(() => done('closed'), 3000);
      }));
      await attempt('preview', () => new Promise((done) => {
        const made = globalThis.document.createElement('iframe');
        made.src = preview; made.onload = () => { try { done(made.contentDocument && made.contentDocument.body.textContent.length > 5 ? 'read' : 'closed'); } catch { done('closed'); } };
        globalThis.document.body.append(made); setTimeout(() => done('closed'), 3000);
      }));
      return results;
    }, [args.home, preview]);
    await load(page, args.home);
    const home = await page.textContent('main');
    const cookies = await context.cookies(new URL(preview).origin);
    return { got, evil: /evil/.test(home), cookies: cookies.map((one) => one.name),
      inner: await page.evaluate(() => Object.keys(globalThis).includes('pwned')), asked };
  },

  /* The pictures of the guide, step by step. */
  async pictures(browser) {
    const page = await enter(browser, { viewport: { width: 1100, height: 780 } });
    const keep = async (name, selector) => {
      await page.waitForTimeout(1500);
      if (selector) await page.locator(selector).scrollIntoViewIfNeeded();
      await page.screenshot({ path: path.join(args.folder, `${name}.png`) });
    };
    await keep('1-start');
    await open(page, args.files);
    await page.click('text=story.md');
    await document(page);
    await page.setViewportSize({ width: 1100, height: 1060 });
    await page.evaluate(() => { globalThis.document.getElementById('text').style.height = '17rem'; });
    await keep('2-found');
    await page.setViewportSize({ width: 1100, height: 780 });
    await page.click('#findings button:has-text("Mend this")');
    await page.waitForSelector('text=Mended in the text below');
    await page.fill('#text', (await page.inputValue('#text')).replace('![](', '![Drawing of a harbour wall with a lighthouse at its end.]('));
    await page.waitForSelector('text=Nothing was found');
    await page.click('button[value=save]');
    await page.waitForSelector('#done:has-text("Saved")');
    await page.click('[data-as=pdf]');
    await page.waitForSelector('.pages img');
    await keep('3-look');
    await page.click('text=Check and send');
    await page.click('button:has-text("Make the files")');
    await page.waitForSelector('text=The files are up to date', { timeout: 120000 });
    await keep('4-check');
    await page.click('text=Write an e-mail');
    await page.fill('#from', 'Press desk <press@example.org>');
    await page.fill('#note', 'Dear all,\n\nThe story below may be used from Monday.');
    await keep('5-send', '#note');
    return true;
  },

  /* The page to sign in, before and after a wrong password. */
  async entrance(browser) {
    const found = [];
    for (const [mark, options] of Object.entries(args.views)) {
      const page = await enter(browser, options);
      const keep = keeper(page, mark, found);
      await keep('sign-in');
      await page.fill('#name', 'anna');
      await page.fill('#password', 'a wrong password');
      await page.click('form.card button.main');
      await page.waitForSelector('#problem');
      await keep('sign-in-problem');
      await page.selectOption('#language', 'cy');
      await page.click('.language button');
      await page.waitForSelector('html[lang=cy]');
      await page.context().close();
    }
    return found;
  },

  /* One file that is followed. */
  async followed(browser) {
    const found = [];
    for (const [mark, options] of Object.entries(args.views)) {
      const page = await enter(browser, options);
      await document(page);
      await keeper(page, mark, found)('preview');
      await page.context().close();
    }
    return found;
  },

  /* Each state of each page, for axe, Nu and people: pictures and the HTML as the browser has it. */
  async states(browser) {
    const found = [];
    for (const [mark, options] of Object.entries(args.views)) {
      const page = await enter(browser, options);
      const keep = keeper(page, mark, found);
      await keep('home');
      await page.click('#paste button.main');
      await page.waitForSelector('#problem');
      await keep('home-problem');
      await open(page, args.files);
      if (/\/write\//.test(page.url())) await page.click('.crumbs a:last-child');
      await page.waitForFunction(() => !/…/.test(globalThis.document.getElementById('documents').textContent), null, { timeout: 120000 });
      await keep('project');
      await page.click('#documents .actions button.main');
      await page.waitForSelector('.ended', { timeout: 200000 });
      await keep('project-exported');
      await page.fill('#name', '!!!');
      await page.click('.notice button.main');
      await page.waitForSelector('#name-error');
      await keep('project-problem');
      await page.click(`#documents tbody tr:nth-child(${args.row || 1}) th a`);
      await page.waitForSelector('#text');
      await document(page);
      await keep('document');
      await page.evaluate(() => { globalThis.document.querySelector('input[name=mark]').value = '0'.repeat(64); });
      await page.click('button[value=save]');
      await page.waitForSelector('#problem');
      await keep('document-conflict');
      const address = page.url();
      await page.check('input[name=over]');
      await page.click('button[value=save]');
      await page.waitForSelector('#done');
      await document(page);
      await keep('document-saved');
      await page.evaluate(() => { globalThis.document.getElementById('editor').action += '.none'; });
      await page.click('button[value=save]');
      await page.waitForSelector('#unsaved');
      await keep('document-gone');
      await load(page, address);
      await document(page);
      for (const kind of ['pdf', 'epub', 'txt']) {
        await page.click(`[data-as=${kind}]`);
        await page.waitForSelector({ pdf: '.pages img', epub: '.chapter', txt: '.plain-text' }[kind], { timeout: 120000 });
        await page.waitForTimeout(1200);
        await keep(`document-${kind}`);
      }
      await page.click('[data-as=pdf]');
      await page.click('a[href*="/order/"]');
      await keep('order');
      await page.click('.crumbs a');
      await page.click('.steps a[href*="/check/"]');
      await page.waitForSelector('#judge-title');
      await keep('check');
      const mail = page.locator('a[href*="/mail"]');
      if (await mail.count()) {
        await mail.click();
        await keep('mail');
        await page.fill('#to', 'nobody');
        await page.fill('#from', 'press@example.org');
        await page.click('#form button.main');
        await page.waitForSelector('#problem');
        await keep('mail-problem');
      }
      await load(page, `${args.home}nothing`);
      await keep('missing');
      await page.context().close();
    }
    return found;
  },
};

(async () => {
  const browser = await launch();
  try {
    const found = await scenarios[scenario](browser);
    process.stdout.write(`${JSON.stringify(found)}\n`);
  } finally {
    await browser.close();
  }
})().catch((error) => { process.stderr.write(`${error.stack}\n`); process.exit(1); });
