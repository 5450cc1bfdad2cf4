'use strict';
/* The labels of lists as a browser shows them and tells them to screen readers: argv names files.
   Prints JSON: for each file its labels, in order, without the spaces around them. */

const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer');

async function labels(page) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter((node) => node.role?.value === 'ListMarker').map((node) => node.name.value.trim());
}

(async () => {
  const browser = await puppeteer.launch({ headless: true, pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'] });
  const page = await browser.newPage();
  const answers = {};
  for (const file of process.argv.slice(2)) {
    await page.goto(pathToFileURL(file).href);
    answers[file] = await labels(page);
  }
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => { console.error(error); process.exit(1); });
