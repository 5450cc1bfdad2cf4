'use strict';
/* A book's files laid out in pages, which are columns as reading systems make them: argv names
   folders, each an unpacked book. Prints JSON: for each file what leaves its page or is cut apart. */

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer');

const GAP = 40;
/* [width of the window, its height, pages side by side, letters in pixels] */
const SIZES = [[320, 480, 1, 24], [390, 700, 1, 24], [1000, 700, 2, 24]];

function measure(width, height, columns, letters, gap) {
  const page = (width - gap * (columns - 1)) / columns;
  const root = document.documentElement;
  root.style.cssText = `margin:0; padding:0; font-size:${letters}px; width:${width}px;
    height:${height}px; column-width:${page}px; column-gap:${gap}px; column-fill:auto; overflow:visible`;
  document.body.style.cssText = 'margin:0; padding:0';
  const found = [];
  const note = (what, node, box) => found.push([what, node.tagName || node.parentElement.tagName,
    (node.textContent || '').trim().slice(0, 40), box ? Math.round(box.width) : 0]);
  const WITHOUT_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]/;
  const isHidden = (element) => {
    const head = element.closest('thead');
    return !element.checkVisibility() || (head && getComputedStyle(head).position === 'absolute');
  };
  const leaves = (box) => {
    if (box.width < 2 || box.height < 2) return false;
    const x = box.left + scrollX, from = ((x % (page + gap)) + page + gap) % (page + gap);
    const side = from > page + gap - 1 ? from - page - gap : from;
    return side + box.width > page + 1;
  };
  for (const element of document.body.querySelectorAll('*')) {
    if (isHidden(element)) continue;
    for (const box of element.getClientRects()) {
      if (leaves(box)) { note('leaves', element, box); break; }
    }
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (parent.closest('math') || isHidden(parent)) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (leaves(box)) { note('text leaves', text, box); break; }
    }
    if (!parent.closest('td, th, caption')) continue;
    for (const word of text.data.matchAll(/[\p{L}\p{M}]+|\d[\d.,\u00a0\u202f]*\d/gu)) {
      // An address or a long name has to break somewhere.
      const before = /\S*$/.exec(text.data.slice(0, word.index))[0];
      const after = /^\S*/.exec(text.data.slice(word.index + word[0].length))[0];
      if (before.length + word[0].length + after.length > 16) continue;
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
      const lines = new Set(boxes.map((box) => Math.round(box.top)));
      if (lines.size > 1 && !WITHOUT_SPACES.test(word[0])) {
        found.push(['cut', parent.tagName, word[0], 0]);
      }
    }
  }
  for (const row of document.querySelectorAll('tbody > tr, tfoot > tr')) {
    const boxes = [...row.getClientRects()].filter((b) => b.height > 2);
    const whole = boxes.reduce((sum, b) => sum + b.height, 0);
    if (boxes.length > 1 && whole < height * 0.9) note('row split', row, boxes[0]);
  }
  return found;
}

(async () => {
  const browser = await puppeteer.launch({ headless: true, pipe: true, protocolTimeout: 600000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'] });
  const page = await browser.newPage();
  const answers = {};
  for (const folder of process.argv.slice(2)) {
    const held = path.join(folder, 'EPUB');
    for (const file of fs.readdirSync(held).filter((name) => /^(text-|cover|title|nav).*\.xhtml$/.test(name))) {
      await page.goto(pathToFileURL(path.join(held, file)).href);
      for (const [width, height, columns, letters] of SIZES) {
        await page.setViewport({ width, height });
        const found = await page.evaluate(measure, width, height, columns, letters, GAP);
        if (found.length) answers[`${folder}/${file} ${width}x${columns}`] = found;
      }
    }
  }
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => { console.error(error); process.exit(1); });
