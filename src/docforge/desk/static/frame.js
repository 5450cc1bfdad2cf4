'use strict';
/* Docforge's own page in the origin of previews: holds a document in a frame, in which nothing
   runs, and keeps the place when a newer version takes its place. */

(() => {
  const desk = document.body.dataset.desk;
  let shown = null;
  let loading = null;

  function frame() {
    const made = document.createElement('iframe');
    // Without allow-scripts nothing runs; the same origin lets this page read the place, and have
    // links of the document open beside it: in the frame nothing else may stand.
    made.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
    made.setAttribute('title', document.title);
    return made;
  }

  function place() {
    const view = shown && shown.contentWindow;
    return view ? [view.scrollX, view.scrollY] : [0, 0];
  }

  function leadOut(view) {
    for (const link of view.document.querySelectorAll('a[href]')) {
      if (!/^https?:$/.test(link.protocol) || link.origin === location.origin) continue;
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
  }

  addEventListener('message', (event) => {
    if (event.origin !== desk || typeof event.data !== 'object' || !event.data.show) return;
    const address = new URL(event.data.show, location.href);
    if (address.origin !== location.origin) return;
    if (loading) loading.remove();
    const next = loading = frame();
    next.style.visibility = 'hidden';
    next.title = String(event.data.title || '');
    next.addEventListener('load', () => {
      if (loading !== next) return;
      const [x, y] = place();
      leadOut(next.contentWindow);
      next.contentWindow.scrollTo(x, y);
      next.style.visibility = '';
      if (shown) shown.remove();
      shown = next;
      loading = null;
    });
    next.src = address.href;
    document.body.append(next);
  });
  parent.postMessage({ frame: 'ready' }, desk);
})();
