'use strict';
/* A book's files laid out in pages, which are columns as reading systems make them: argv names
   folders, each an unpacked book. Prints JSON: for each file what leaves its page or is cut apart. */

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer');
const { measure } = require('./programs/measure.cjs');

const GAP = 40;
/* [width of the window, its height, pages side by side, letters in pixels] */
const SIZES = [[320, 480, 1, 24], [390, 700, 1, 24], [1000, 700, 2, 24]];

function layOut(width, height, columns, letters, gap) {
  const column = (width - gap * (columns - 1)) / columns;
  const root = document.documentElement;
  root.style.cssText = `margin:0; padding:0; font-size:${letters}px; width:${width}px;
    height:${height}px; column-width:${column}px; column-gap:${gap}px; column-fill:auto; overflow:visible`;
  document.body.style.cssText = 'margin:0; padding:0';
  const rtl = root.dir === 'rtl';
  return { column, gap, height, start: rtl ? root.getBoundingClientRect().right + scrollX : 0, rtl };
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
        const laid = await page.evaluate(layOut, width, height, columns, letters, GAP);
        const found = await page.evaluate(`(${measure})({ doc: document, ...${JSON.stringify(laid)} })`);
        if (found.length) answers[`${folder}/${file} ${width}x${columns}`] = found;
      }
    }
  }
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => { console.error(error); process.exit(1); });
