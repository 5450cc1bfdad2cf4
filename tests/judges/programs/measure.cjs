'use strict';
/* What leaves its page in a document that is laid out in columns, or is cut apart by them. Runs in
   the page: `doc` is the document, `column` how broad its columns are, `gap` what is between them,
   `height` how high they are, `start` where the first one begins: its left edge, in text from right
   to left its right one. */

function measure({ doc, column, gap, height, start, rtl }) {
  const found = [];
  const note = (what, node, box) => found.push([what, node.tagName || node.parentElement.tagName,
    (node.textContent || '').trim().slice(0, 40), box ? Math.round(box.width) : 0]);
  const WITHOUT_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]/;
  const view = doc.defaultView;
  const isHidden = (element) => {
    const head = element.closest('thead');
    return !element.checkVisibility() || (head && view.getComputedStyle(head).position === 'absolute');
  };
  const stride = column + gap;
  const leaves = (box) => {
    if (box.width < 2 || box.height < 2) return false;
    const from = rtl ? start - (box.right + view.scrollX) : box.left + view.scrollX - start;
    const side = ((from % stride) + stride) % stride;
    return (side > stride - 1 ? side - stride : side) + box.width > column + 1;
  };
  for (const element of doc.body.querySelectorAll('*')) {
    if (isHidden(element)) continue;
    for (const box of element.getClientRects()) {
      if (leaves(box)) { note('leaves', element, box); break; }
    }
  }
  /* Whether something else stands before it on its page than headings and captions, which stay with
     what follows them: it could have gone to the next page as a whole. */
  const LEADS = 'h1, h2, h3, h4, h5, h6, caption';
  const before = (element) => element.previousElementSibling
    || (element.parentElement === doc.body ? null : before(element.parentElement));
  const pageOf = (box) => Math.floor((rtl ? start - box.right - view.scrollX : box.left + view.scrollX - start) / stride + 0.01);
  const hasRoom = (element) => {
    let other = before(element);
    while (other && (other.matches(`thead, ${LEADS}`) || !other.getClientRects().length)) other = before(other);
    return !!other && pageOf([...other.getClientRects()].at(-1)) >= pageOf(element.getClientRects()[0]);
  };
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  const range = doc.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (parent.closest('math') || isHidden(parent)) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (leaves(box)) { note('text leaves', text, box); break; }
    }
    if (!parent.closest('td, th, caption')) continue;
    for (const word of text.data.matchAll(/[\p{L}\p{M}]+|\d[\d.,\u00a0\u202f]*\d/gu)) {
      // An address or a long name has to break somewhere.
      const before = /\S*$/.exec(text.data.slice(0, word.index))[0];
      const after = /^\S*/.exec(text.data.slice(word.index + word[0].length))[0];
      if (before.length + word[0].length + after.length > 16) continue;
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
      const lines = new Set(boxes.map((box) => Math.round(box.top)));
      if (lines.size > 1 && !WITHOUT_SPACES.test(word[0])) {
        found.push(['cut', parent.tagName, word[0], 0]);
      }
    }
  }
  for (const whole of doc.querySelectorAll(`tbody > tr, tfoot > tr, ${LEADS}`)) {
    const boxes = [...whole.getClientRects()].filter((b) => b.height > 2);
    const high = boxes.reduce((sum, b) => sum + b.height, 0);
    if (boxes.length > 1 && high < height * 0.9 && hasRoom(whole)) note('split', whole, boxes[0]);
  }
  return found;
}

module.exports = { measure };
