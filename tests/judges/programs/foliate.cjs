'use strict';
/* Books in foliate-js, the engine of the reader Foliate: argv names them. Prints JSON: for each book
   what the engine knows of it, and what leaves a page at three sizes. */

const path = require('path');
const { inPage } = require('./serving.cjs');
const { measure } = require('./measure.cjs');

/* A phone with large letters, a tablet with two columns, a desktop: [width, height, letters]. */
const SIZES = [[320, 560, 24], [1024, 700, 20], [1440, 900, 18]];

async function open(name) {
  await import('/modules/foliate-js/view.js');
  document.body.style.margin = '0';
  document.querySelector('foliate-view')?.remove();
  const view = document.createElement('foliate-view');
  view.style.cssText = 'display:block; width:100vw; height:100vh';
  document.body.append(view);
  const file = new File([await (await fetch(`/${name}`)).blob()], name);
  await view.open(file);
  view.renderer.setAttribute('animated', 'false');
  window.view = view;
  const { book } = view;
  const cover = await book.getCover();
  const picture = cover ? await createImageBitmap(cover) : null;
  await view.goTo(0);
  const flat = (items) => (items || []).flatMap((item) => [item.label.trim(), ...flat(item.subitems)]);
  const pages = [];
  for (const item of book.pageList || []) {
    const place = await view.goTo(item.href);
    pages.push([item.label, Boolean(place)]);
  }
  return { title: book.metadata.title, dir: book.dir, cover: picture && [picture.width, picture.height],
    contents: flat(book.toc), landmarks: (book.landmarks || []).map((mark) => mark.type[0]), pages,
    sections: book.sections.filter((section) => section.linear !== 'no').length };
}

async function turn() {
  /* Which way the book goes with one step to the left from its title page, and one to the right. */
  const { view } = window;
  const title = view.book.sections.findIndex((section) => section.id.includes('title'));
  const places = [];
  const settle = () => new Promise((resolve) => setTimeout(resolve, 500));
  for (const step of ['goLeft', 'goRight']) {
    await view.goTo(title);
    await settle();
    const before = view.lastLocation.fraction;
    await view[step]();
    await settle();
    places.push(Math.sign(view.lastLocation.fraction - before));
  }
  return places;
}

async function note() {
  /* The first note of the book as a window shows it. */
  const { FootnoteHandler } = await import('/modules/foliate-js/footnotes.js');
  const { view } = window;
  for (const [index, section] of view.book.sections.entries()) {
    await view.goTo(index);
    const [{ doc }] = view.renderer.getContents();
    const a = doc.querySelector('a[role="doc-noteref"]');
    if (!a) continue;
    const handler = new FootnoteHandler();
    const shown = new Promise((resolve) => handler.addEventListener('render', (e) => resolve(e.detail)));
    handler.addEventListener('before-render', ({ detail }) => {
      detail.view.style.cssText = 'display:block; width:320px; height:200px';
      document.body.append(detail.view);
    });
    const event = new CustomEvent('link', { cancelable: true,
      detail: { a, href: section.resolveHref(a.getAttribute('href')) } });
    await handler.handle(view.book, event);
    const { view: window_, type, hidden } = await shown;
    const [{ doc: text }] = window_.renderer.getContents();
    await text.fonts.ready;
    const back = [...text.querySelectorAll('[role="doc-backlink"]')].some((link) => link.checkVisibility());
    const told = { type, hidden, back, text: text.body.innerText.trim() };
    window_.remove();
    return told;
  }
  return null;
}

async function lookAt(index, letters, how) {
  const { view } = window;
  view.renderer.setStyles(`html { font-size: ${letters}px; }`);
  await view.goTo(index);
  await document.fonts.ready;
  const [{ doc }] = view.renderer.getContents();
  await doc.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const root = doc.documentElement;
  const style = doc.defaultView.getComputedStyle(root);
  const gap = parseFloat(style.columnGap);
  const box = root.getBoundingClientRect();
  const rtl = style.direction === 'rtl';
  const [before, behind] = [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
  const start = rtl ? box.right - behind : box.left + before;
  let stride = view.renderer.size / view.renderer.columnCount;
  // Browsers round, and over a hundred pages a part of a pixel counts: the last line tells.
  const lines = doc.querySelectorAll('body > h2, body > h3, body > p');
  const [last] = lines.length ? lines[lines.length - 1].getClientRects() : [];
  const way = last ? (rtl ? start - last.right : last.left - start) : 0;
  if (way > stride) stride = way / Math.round(way / stride);
  // eslint-disable-next-line no-new-func
  return new Function('laid', `return (${how})(laid)`)(
    { doc, column: stride - gap, gap, height: parseFloat(style.height), start, rtl });
}

async function judge(page, file) {
  const told = await page.evaluate(open, path.basename(file));
  told.turns = await page.evaluate(turn);
  told.note = await page.evaluate(note);
  told.problems = [];
  for (const [width, height, letters] of SIZES) {
    await page.setViewport({ width, height });
    for (let index = 0; index < told.sections; index += 1) {
      const found = await page.evaluate(lookAt, index, letters, measure.toString());
      if (found.length) told.problems.push([width, index, found]);
    }
  }
  return told;
}

inPage(process.argv.slice(2), async (page) => {
  const answers = {};
  for (const file of process.argv.slice(2)) answers[file] = await judge(page, file);
  return answers;
}).then((told) => process.stdout.write(JSON.stringify(told)))
  .catch((error) => { console.error(error); process.exit(1); });
