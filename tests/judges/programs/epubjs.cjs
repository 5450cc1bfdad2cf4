'use strict';
/* Books in epub.js, which many readers in browsers are built on: argv names them. Prints JSON: for
   each book what it knows of it, and what leaves a page at three sizes. */

const path = require('path');
const { inPage } = require('./serving.cjs');
const { measure } = require('./measure.cjs');

/* A phone with large letters, a tablet with two columns, a desktop: [width, height, letters]. */
const SIZES = [[320, 560, 24], [1024, 700, 20], [1440, 900, 18]];

async function open(name, width, height, letters) {
  document.body.innerHTML = '<div id="area"></div>';
  document.body.style.margin = '0';
  window.book?.destroy();
  const book = ePub(await (await fetch(`/${name}`)).arrayBuffer());
  window.book = book;
  await book.ready;
  const rendition = book.renderTo('area', { width, height, flow: 'paginated', spread: 'auto' });
  rendition.themes.default({ html: { 'font-size': `${letters}px !important` } });
  window.rendition = rendition;
  const sections = [];
  book.spine.each((section) => { if (section.linear) sections.push(section.href); });
  const flat = (items) => items.flatMap((item) => [item.label.trim(), ...flat(item.subitems || [])]);
  return { title: book.packaging.metadata.title, dir: book.packaging.metadata.direction,
    cover: Boolean(await book.coverUrl()), contents: flat(book.navigation.toc),
    pages: book.pageList.pageList.map((item) => item.href), sections };
}

async function lookAt(href, how) {
  const { rendition } = window;
  await rendition.display(href);
  const [{ document: doc }] = rendition.getContents();
  await doc.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const style = doc.defaultView.getComputedStyle(doc.body);
  const box = doc.body.getBoundingClientRect();
  const rtl = style.direction === 'rtl';
  const start = rtl ? box.right - parseFloat(style.paddingRight) : box.left + parseFloat(style.paddingLeft);
  // As columns are made (CSS Multi-column Layout 1, 3.4): as many as have room, as broad as fits.
  const [gap, wanted] = [parseFloat(style.columnGap), parseFloat(style.columnWidth)];
  const room = box.width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const count = Math.max(1, Math.floor((room + gap) / (wanted + gap)));
  const column = (room + gap) / count - gap;
  // eslint-disable-next-line no-new-func
  return new Function('laid', `return (${how})(laid)`)(
    { doc, column, gap, height: parseFloat(style.height), start, rtl });
}

async function judge(page, file) {
  let told;
  const problems = [];
  for (const [width, height, letters] of SIZES) {
    await page.setViewport({ width, height });
    told = await page.evaluate(open, path.basename(file), width, height, letters);
    for (const [index, href] of told.sections.entries()) {
      const found = await page.evaluate(lookAt, href, measure.toString());
      if (found.length) problems.push([width, index, found]);
    }
  }
  return { ...told, problems };
}

inPage(process.argv.slice(2), async (page, address) => {
  for (const script of ['jszip/dist/jszip.min.js', 'epubjs/dist/epub.min.js']) {
    await page.addScriptTag({ url: `${address}modules/${script}` });
  }
  const answers = {};
  for (const file of process.argv.slice(2)) answers[file] = await judge(page, file);
  return answers;
}).then((told) => process.stdout.write(JSON.stringify(told)))
  .catch((error) => { console.error(error); process.exit(1); });
