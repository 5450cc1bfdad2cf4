'use strict';
/*
 * Opens files in Chromium and says what each of them wanted: requests, windows, dialogs, moves to
 * other pages, and pictures that are not shown. Reads paths from a file, one a line; prints JSON.
 * Behind a page of a book stands, after a tab, the folder of the book: its style sheets and
 * pictures are part of the page. Whatever else is asked for, a file beside the book too, is told.
 */

const fs = require('node:fs');
const path = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');

const tools = process.argv[2];
const puppeteer = require(path.join(tools, 'node', 'node_modules', 'puppeteer'));
const pages = fs.readFileSync(process.argv[3], 'utf8').split('\n').filter(Boolean);
const PAGES = 4;
const PARTS = ['image', 'stylesheet'];
const MILLISECONDS = 400; // a refresh without delay has happened by then

function isOfBook(request, book) {
  const url = new URL(request.url());
  if (!book || url.protocol !== 'file:' || url.search || !PARTS.includes(request.resourceType())) {
    return false;
  }
  try {
    return fs.realpathSync(fileURLToPath(url)).startsWith(fs.realpathSync(book) + path.sep);
  } catch { // no such file, or a path that no file can have
    return false;
  }
}

async function visit(browser, file, book) {
  const page = await browser.newPage();
  const own = pathToFileURL(file).href;
  const seen = [];
  let loads = 0;
  page.on('request', (request) => {
    const url = request.url();
    const isOwn = url === own && ++loads === 1;
    if (isOwn || url.startsWith('data:') || isOfBook(request, book)) {
      request.continue();
    } else {
      seen.push(`request ${url}`);
      request.abort();
    }
  });
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('popup', () => seen.push('window'));
  await page.setRequestInterception(true);
  try {
    await page.goto(own, { timeout: 60000, waitUntil: 'load' });
    await new Promise((done) => setTimeout(done, MILLISECONDS));
    const dark = await page.evaluate(() =>
      [...document.images].filter((image) => !image.naturalWidth).map((image) => image.alt));
    dark.forEach((alt) => seen.push(`picture not shown: ${alt}`));
  } catch (error) {
    seen.push(`failure ${error.message}`);
  }
  await page.close();
  return seen;
}

async function main() {
  // The network is open: what asks for something must be seen to do so.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await puppeteer.launch({ headless: true, pipe: true, args });
  const told = {};
  const waiting = [...pages];
  const worker = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const [file, book] = page.split('\t');
      told[file] = await visit(browser, file, book);
    }
  };
  await Promise.all(Array.from({ length: PAGES }, worker));
  await browser.close();
  process.stdout.write(JSON.stringify(told));
}

main();
