'use strict';
/* Ace by DAISY in Chromium: every failed assertion, of a content document or metadata, fails. */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const puppeteer = require('puppeteer');
const { converse, finding } = require('./answers.cjs');
const { startBrowser } = require('./browser.cjs');
require('winston').configure({ silent: true });
const { version } = require('@daisy/ace-core/package.json');
const ace = require('@daisy/ace-core');
const runner = require('@daisy/ace-axe-runner-puppeteer');

/** Ace starts a browser for each file; this hands it the same one every time. */
async function keepWarm() {
  const browser = await startBrowser();
  puppeteer.launch = async () => browser;
  await runner.launch();
  runner.launch = async () => {};
  runner.close = async () => {};
  return browser;
}

async function judge(file) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'ace-'));
  try {
    const options = { cwd: process.cwd(), outdir, lang: 'en' };
    const [, report] = await ace(file, options, runner);
    return verdict(report);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function verdict(report) {
  const findings = [];
  for (const part of report.assertions) {
    const inside = part['earl:testSubject'].url;
    for (const assertion of part.assertions) {
      findings.push(told(assertion, inside));
    }
  }
  const passed = findings.length === 0 && report['earl:result']['earl:outcome'] === 'pass';
  return { passed, checked: report.assertions.length, findings };
}

function told(assertion, inside) {
  const test = assertion['earl:test'];
  const result = assertion['earl:result'];
  const places = (result['earl:pointer'] ?? {}).css ?? [];
  const hint = [test.help?.url ?? '', ...[].concat(places), result.html ?? ''];
  return finding(test['dct:title'], 'error', result['dct:description'], inside,
    hint.filter(Boolean).join('\n').slice(0, 600));
}

async function main() {
  const browser = await keepWarm();
  await converse('ace', version, judge);
  await browser.close();
}

main();
