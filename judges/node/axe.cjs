'use strict';
/*
 * axe-core in Chromium: violations of WCAG 2.2 A and AA and of best practice fail a file, what axe
 * could not decide are notes. Each page is seen light and dark, at 320 CSS pixels and on a desktop.
 */

const axe = require('axe-core');
const { pathToFileURL } = require('node:url');
const { converse, finding } = require('./answers.cjs');
const { startBrowser } = require('./browser.cjs');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = [
  { name: 'light, desktop', scheme: 'light', width: 1280, height: 900 },
  { name: 'dark, desktop', scheme: 'dark', width: 1280, height: 900 },
  { name: 'light, 320 px', scheme: 'light', width: 320, height: 640 },
  { name: 'dark, 320 px', scheme: 'dark', width: 320, height: 640 },
];

let browser;

async function judge(file) {
  const page = await browser.newPage();
  try {
    await page.setOfflineMode(true);
    await page.goto(pathToFileURL(file).href, { timeout: 120000 });
    await page.evaluate(axe.source);
    const seen = new Map();
    let checked = 0;
    for (const view of VIEWS) {
      checked += await look(page, view, seen);
    }
    const findings = [...seen.values()].map(told);
    return { passed: !findings.some((one) => one.severity === 'error'), checked, findings };
  } finally {
    await page.close();
  }
}

/** Adds what is found in one view to `seen`; returns how many rules were applied. */
async function look(page, view, seen) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: view.scheme }]);
  await page.setViewport({ width: view.width, height: view.height });
  const results = await page.evaluate(runAxe, TAGS);
  for (const [severity, rules] of [['error', results.violations], ['note', results.incomplete]]) {
    rules.forEach((rule) => note(seen, severity, rule, view));
  }
  const nodes = await page.evaluate(tooWide);
  if (nodes.length) {
    const help = `The page scrolls sideways in a window of ${view.width} px`;
    note(seen, 'error', { id: 'reflow', help, helpUrl: 'WCAG 2.2, 1.4.10', nodes }, view);
  }
  return results.applied;
}

/* Runs in the page. */
async function runAxe(tags) {
  const results = await window.axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations', 'incomplete'],
  });
  const brief = (rules) => rules.map(({ id, help, helpUrl, nodes }) => ({
    id, help, helpUrl, nodes: nodes.map(({ target, html }) => [target.join(' '), html]),
  }));
  return {
    violations: brief(results.violations),
    incomplete: brief(results.incomplete),
    applied: results.violations.length + results.incomplete.length + results.passes.length,
  };
}

/* Runs in the page: what sticks out of the window, the innermost elements, as [target, html]. */
function tooWide() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (one) => one !== root && getComputedStyle(one).overflowX !== 'visible';
  const isScrolled = (one) => one !== null && (scrolls(one) || isScrolled(one.parentElement));
  const sticksOut = (one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && (right > root.clientWidth + 1 || left < -1);
  };
  const guilty = [...document.body.querySelectorAll('*')]
    .filter((one) => sticksOut(one) && !isScrolled(one.parentElement));
  const innermost = guilty.filter((one) => ![...one.children].some(sticksOut));
  const told = innermost.map((one, i) => [one.id ? `#${one.id}` : `${i + 1}`, one.outerHTML]);
  return [['html', `${root.scrollWidth} px wide`], ...told];
}

function note(seen, severity, rule, view) {
  const key = `${severity} ${rule.id}`;
  const entry = seen.get(key) ?? { ...rule, severity, views: [], places: new Map() };
  entry.views.push(view.name);
  rule.nodes.forEach(([target, html]) => entry.places.set(target, html));
  seen.set(key, entry);
}

function told({ id, help, helpUrl, severity, views, places }) {
  const shown = [...places].slice(0, 3).map(([target, html]) => `${target}: ${html.slice(0, 160)}`);
  const message = `${help} (in ${places.size}: ${views.join('; ')})`;
  return finding(id, severity, message, '', [helpUrl, ...shown].join('\n'));
}

async function main() {
  browser = await startBrowser();
  await converse('axe', axe.version, judge);
  await browser.close();
}

main();
