'use strict';
/* A page in a browser and on paper: argv names the file and where its print goes. Prints JSON: for
   each width of a window the page's own and those of what scrolls, and where tasks begin. */

const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer');

const WIDTHS = [320, 1000, 1400];

function look() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    page: document.documentElement.scrollWidth,
    scrolling: all('.table-scroll').map((box) => [box.scrollWidth, box.clientWidth]),
    captions: all('caption').map((caption) => caption.offsetWidth),
    tasks: all('.task-state').map((state) => Math.round(state.getBoundingClientRect().left)),
  };
}

(async () => {
  const [file, paper] = process.argv.slice(2);
  const browser = await puppeteer.launch({ headless: true, pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'] });
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  const answers = {};
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 800 });
    answers[width] = await page.evaluate(look);
  }
  const side = { top: '20mm', bottom: '20mm', left: '20mm', right: '20mm' };
  await page.pdf({ path: paper, format: 'A4', margin: side });
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => { console.error(error); process.exit(1); });
