'use strict';
/* One Chromium for all files; it stays off the network, whatever a file asks for. */

const puppeteer = require('puppeteer');

const launch = puppeteer.launch;
const options = {
  headless: true,
  // Over a pipe Chromium ends when this process does, however that happens.
  pipe: true,
  protocolTimeout: 600000,
  args: [
    '--no-sandbox', // Chromium refuses to start as root with it, and containers run as root
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--disable-sync',
  ],
};

module.exports = { startBrowser: () => launch(options) };
