'use strict';
/* What pdf.js, the viewer of Firefox, reads in a PDF: argv names the file. Prints JSON: `text`, in
   the order of the pages, and `tree`, the tags with their texts, one element a line. */

const path = require('path');
const { inPage } = require('./serving.cjs');

async function read(name) {
  const pdfjs = await import('/modules/pdfjs-dist/build/pdf.mjs');
  pdfjs.GlobalWorkerOptions.workerSrc = '/modules/pdfjs-dist/build/pdf.worker.mjs';
  const pdf = await pdfjs.getDocument({ url: `/${name}`, verbosity: 0 }).promise;
  const text = [];
  const tree = [];
  const show = (node, texts, depth) => {
    if (node.type) {
      const said = texts.get(node.id);
      if (said && said.trim()) tree.push(`${'  '.repeat(depth)}“${said.trim().replace(/\s+/g, ' ')}”`);
      return;
    }
    const told = ['alt', 'lang'].filter((key) => node[key]).map((key) => ` ${key}=${node[key]}`);
    if (node.mathML) told.push(' MathML');
    tree.push('  '.repeat(depth) + node.role + told.join(''));
    for (const child of node.children || []) show(child, texts, depth + 1);
  };
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const texts = new Map();
    const open = [];
    for (const item of items) {
      if (item.type === 'beginMarkedContent' || item.type === 'beginMarkedContentProps') open.push(item.id);
      else if (item.type === 'endMarkedContent') open.pop();
      else {
        const said = item.str + (item.hasEOL ? '\n' : '');
        text.push(said);
        const id = open.findLast((each) => each);
        if (id) texts.set(id, (texts.get(id) || '') + said);
      }
    }
    const top = await page.getStructTree();
    for (const child of top.children) show(child, texts, 0);
    text.push('\n');
  }
  return { version: pdfjs.version, text: text.join(''), tree: tree.join('\n') };
}

const file = process.argv[2];
inPage([file], (page) => page.evaluate(read, path.basename(file)))
  .then((told) => process.stdout.write(JSON.stringify(told)))
  .catch((error) => { console.error(error); process.exit(1); });
