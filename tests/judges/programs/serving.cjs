'use strict';
/* Programs that run in a page: a server for their files and ours, and a browser without a network. */

const fs = require('fs');
const http = require('http');
const path = require('path');
const puppeteer = require('puppeteer');

const MODULES = process.env.NODE_PATH;
const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.html': 'text/html', '.css': 'text/css',
  '.json': 'application/json', '.wasm': 'application/wasm', '.pdf': 'application/pdf',
  '.epub': 'application/epub+zip', '.svg': 'image/svg+xml' };

/* Serves MODULES under /modules/, and each of `files` by its name. */
function serve(files) {
  const named = new Map(files.map((file) => [`/${path.basename(file)}`, file]));
  const server = http.createServer((request, response) => {
    const address = decodeURIComponent(new URL(request.url, 'http://here').pathname);
    const file = address.startsWith('/modules/')
      ? path.join(MODULES, path.normalize(address.slice('/modules'.length))) : named.get(address);
    if (address === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>here</title><body></body></html>');
    } else if (file && fs.existsSync(file)) {
      response.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] || 'application/octet-stream' });
      fs.createReadStream(file).pipe(response);
    } else {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/* Runs `work(page, address)` in an empty page beside the files. */
async function inPage(files, work) {
  const server = await serve(files);
  const browser = await puppeteer.launch({ headless: true, pipe: true, protocolTimeout: 600000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
  try {
    const page = await browser.newPage();
    const address = `http://127.0.0.1:${server.address().port}/`;
    await page.goto(address);
    return await work(page, address);
  } finally {
    await browser.close();
    server.close();
  }
}

module.exports = { inPage };
