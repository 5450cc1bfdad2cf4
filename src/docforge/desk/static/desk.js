'use strict';
/* Makes pages better that work without it: dropping, typing that shows at once, progress that
   comes by itself. What changes is asked of the server as a part of the page. */

(() => {
  document.documentElement.classList.add('scripted');
  const said = document.getElementById('said');
  let lastSaid = 0;

  /* Tell a screen reader, politely and not too often. */
  function say(text) {
    if (!said || said.textContent === text) return;
    const wait = Math.max(0, 1500 - (Date.now() - lastSaid));
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { said.textContent = text; lastSaid = Date.now(); }, wait);
  }

  function lost() { said.classList.add('seen'); say(said.dataset.lost); }
  function found() {
    if (said.classList.contains('seen')) { said.classList.remove('seen'); say(said.dataset.found); }
  }

  async function ask(address, options) {
    const answer = await fetch(address, { credentials: 'same-origin', ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    found();
    return answer;
  }

  /* Put the parts of an answer in place of those of the same ident. */
  async function renew(address, idents) {
    const answer = await ask(address, { headers: { accept: 'text/html' } });
    const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const ident of idents) {
      const next = parsed.getElementById(ident);
      const now = document.getElementById(ident);
      if (next && now && next.innerHTML !== now.innerHTML) replaceKeepingFocus(now, next);
    }
    return parsed;
  }

  function replaceKeepingFocus(now, next) {
    const active = now.contains(document.activeElement) ? document.activeElement : null;
    const mark = active && (active.getAttribute('href') || active.value || active.textContent);
    const made = document.adoptNode(next);
    now.replaceWith(made);
    if (!active) return;
    const again = [...made.querySelectorAll('a, button, input')].find((one) =>
      (one.getAttribute('href') || one.value || one.textContent) === mark);
    (again || made).focus({ preventScroll: true });
  }

  /* --- Where there is a problem, or something was done --- */

  /* Said first, and not once a screen reader has read its way there. Told once: not again when
     the page is loaded anew. */
  const told = document.getElementById('problem') || document.getElementById('done');
  if (told) told.focus();
  const here = new URL(location.href);
  if (here.searchParams.has('note')) {
    here.searchParams.delete('note');
    history.replaceState(history.state, '', here);
  }

  const language = document.getElementById('language');
  if (language) {
    language.form.querySelector('button').addEventListener('click', (event) => {
      language.form.elements.back.value = location.pathname + location.search;
    });
  }

  /* --- Files --- */

  const upload = document.getElementById('upload');
  if (upload) {
    const input = upload.elements.files;
    const bar = upload.querySelector('progress');
    upload.querySelector('.drop-here').hidden = false;
    const folder = upload.querySelector('.folder');
    if ('webkitdirectory' in input) {
      folder.hidden = false;
      folder.addEventListener('click', () => {
        const chooser = document.createElement('input');
        chooser.type = 'file';
        chooser.webkitdirectory = true;
        chooser.addEventListener('change', () => {
          send([...chooser.files].map((file) => [file.webkitRelativePath || file.name, file]));
        });
        chooser.click();
      });
    }
    upload.addEventListener('submit', (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      send([...input.files].map((file) => [file.name, file]));
    });
    for (const kind of ['dragenter', 'dragover']) {
      addEventListener(kind, (event) => {
        if (!event.dataTransfer || ![...event.dataTransfer.types].includes('Files')) return;
        event.preventDefault();
        upload.classList.add('over');
      });
    }
    addEventListener('dragleave', (event) => { if (!event.relatedTarget) upload.classList.remove('over'); });
    addEventListener('drop', async (event) => {
      if (!event.dataTransfer || !event.dataTransfer.files.length) return;
      event.preventDefault();
      upload.classList.remove('over');
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
      const files = entries.some(Boolean) ? (await Promise.all(entries.filter(Boolean).map((one) => walk(one, '')))).flat()
        : [...event.dataTransfer.files].map((file) => [file.name, file]);
      send(files);
    });

    async function walk(entry, above) {
      if (entry.isFile) {
        const file = await new Promise((done, failed) => entry.file(done, failed));
        return [[above + entry.name, file]];
      }
      const reader = entry.createReader();
      const found = [];
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) break;
        found.push(...some);
      }
      return (await Promise.all(found.map((one) => walk(one, `${above}${entry.name}/`)))).flat();
    }

    function send(files) {
      const form = new FormData();
      for (const field of new FormData(upload).entries()) if (field[0] !== 'files') form.append(...field);
      for (const [path, file] of files) { form.append('files', file, file.name); form.append('paths', path); }
      const request = new XMLHttpRequest();
      bar.hidden = false;
      request.upload.addEventListener('progress', (event) => {
        if (!event.lengthComputable) return;
        bar.value = 100 * event.loaded / event.total;
        say(upload.dataset.uploading.replace('{name}', files.length === 1 ? files[0][1].name : files.length)
          .replace('{percent}', Math.round(bar.value)));
      });
      request.addEventListener('load', () => {
        bar.hidden = true;
        if (request.status < 400) { location.assign(request.responseURL); return; }
        showPage(request.responseText);
      });
      request.addEventListener('error', () => { bar.hidden = true; lost(); });
      request.open('POST', upload.action);
      request.send(form);
    }

    /* A page that says what was wrong, in place of this one. */
    function showPage(text) {
      const parsed = new DOMParser().parseFromString(text, 'text/html');
      const next = parsed.getElementById('main');
      const box = next && next.querySelector('#problem');
      if (!box) return;
      const old = document.getElementById('problem');
      if (old) old.remove();
      document.querySelector('main h1').after(document.adoptNode(box));
      const told = next.querySelector('#files-error');
      const before = upload.querySelector('#files-error');
      if (before) before.remove();
      if (told) {
        input.before(document.adoptNode(told));
        input.setAttribute('aria-invalid', 'true');
        input.setAttribute('aria-describedby', 'files-error files-hint');
      }
      document.getElementById('problem').focus();
    }
  }

  /* --- What changes by itself --- */

  /* A page that nobody sees listens to nothing: browsers have six connections to a server, and
     as many tabs would take them all. It asks for the newest when it is seen again. */
  function listen(address, kinds) {
    let source = null;
    const close = () => { if (source) source.close(); source = null; };
    const open = () => {
      close();
      if (document.hidden) return;
      source = new EventSource(address);
      source.addEventListener('hello', found);
      source.addEventListener('error', lost);
      for (const [kind, act] of Object.entries(kinds)) {
        source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
      }
    };
    document.addEventListener('visibilitychange', open);
    addEventListener('pagehide', close);
    addEventListener('pageshow', (event) => { if (event.persisted) open(); });
    open();
  }

  const live = document.querySelector('[data-live]');
  if (live) {
    const parts = live.dataset.parts.split(' ');
    let waiting = null;
    const later = () => {
      if (waiting) return;
      waiting = setTimeout(async () => {
        waiting = null;
        try {
          await renew(live.dataset.live, parts);
          const label = live.querySelector('label[for=progress], .ended, .making, .good, .warn, .error');
          if (label) say(label.textContent.trim().replace(/\s+/g, ' '));
        } catch { lost(); }
      }, 400);
    };
    listen(live.dataset.events, { export: later, checked: later, hello: later });
  }

  /* --- A document --- */

  const bench = document.querySelector('.bench');
  if (bench) {
    const text = document.getElementById('text');
    let kind = new URLSearchParams(location.search).get('as') || 'html';
    let number = Number(document.getElementById('preview').dataset.number);
    let wrapper = null;

    /* The frame that keeps its place takes over from the one that works without script. */
    function frame() {
      const plain = document.querySelector('iframe.page');
      if (!plain) { wrapper = null; return; }
      const target = plain.dataset.src;
      if (plain.dataset.kept) return;
      if (wrapper && wrapper.isConnected) { wrapper.remove(); }
      wrapper = document.createElement('iframe');
      wrapper.className = 'page';
      wrapper.title = plain.title;
      wrapper.dataset.kept = 'yes';
      wrapper.dataset.src = target;
      // Another origin's page, which the answer itself confines (previewing.py).
      wrapper.src = plain.dataset.frame;
      plain.replaceWith(wrapper);
    }
    const previews = () => new URL(wrapper.src).origin;
    function show() {
      if (wrapper) wrapper.contentWindow.postMessage({ show: wrapper.dataset.src, title: wrapper.title }, previews());
    }
    addEventListener('message', (event) => {
      if (wrapper && event.origin === previews() && event.source === wrapper.contentWindow) show();
    });
    frame();

    async function look() {
      try {
        const answer = await ask(`${bench.dataset.state}?as=${kind}`);
        const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const findings = parsed.getElementById('findings');
        const now = document.getElementById('findings');
        if (findings && findings.innerHTML !== now.innerHTML) replaceKeepingFocus(now, findings);
        const next = parsed.getElementById('preview');
        const page = next.querySelector('iframe.page');
        if (page && wrapper && wrapper.isConnected) {
          if (wrapper.dataset.src !== page.dataset.src) { wrapper.dataset.src = page.dataset.src; show(); }
        } else if (next.innerHTML !== document.getElementById('preview').innerHTML) {
          const pages = document.querySelector('.pages, .plain-text');
          const top = pages ? pages.scrollTop : 0;
          replaceKeepingFocus(document.getElementById('preview'), next);
          const again = document.querySelector('.pages, .plain-text');
          if (again) again.scrollTop = top;
          frame();
        }
        const badges = [...document.querySelectorAll('#findings .summary > *')].map((one) => one.textContent.trim());
        say(bench.dataset.renewed.replace('{found}', badges.join(', ')));
        bench.dispatchEvent(new CustomEvent('renewed'));
      } catch { lost(); }
    }

    listen(bench.dataset.events, {
      preview: (told) => { if (told.path === bench.dataset.path) look(); },
      hello: () => look(),
    });

    bench.addEventListener('click', (event) => {
      const tab = event.target.closest('[data-as]');
      if (tab && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        kind = tab.dataset.as;
        history.replaceState(null, '', `?as=${kind}`);
        const page = document.querySelector('iframe.page');
        if (page) { page.remove(); wrapper = null; }
        look().then(() => { const now = document.querySelector(`[data-as="${kind}"]`); if (now) now.focus(); });
        return;
      }
      const where = event.target.closest('[data-line]');
      if (where && text) { event.preventDefault(); goTo(Number(where.dataset.line), Number(where.dataset.column)); }
    });

    /* The caret to a place of the text, and the line selected. */
    function goTo(line, column) {
      const lines = text.value.split('\n');
      let start = 0;
      for (let at = 0; at < line - 1 && at < lines.length; at += 1) start += lines[at].length + 1;
      const end = start + (lines[line - 1] || '').length;
      text.focus();
      text.setSelectionRange(start, end);
      const above = text.value.slice(0, start).split('\n').length - 1;
      const height = parseFloat(getComputedStyle(text).lineHeight);
      text.scrollTop = Math.max(0, above * height - text.clientHeight / 3);
    }

    if (text) {
      const editor = document.getElementById('editor');
      let timer = null;
      let sending = false;
      let again = false;
      const changed = () => {
        for (const ident of ['changed', 'revert']) document.getElementById(ident).hidden = false;
      };
      async function send() {
        if (sending) { again = true; return; }
        sending = true;
        try {
          const body = new FormData();
          body.append('text', text.value);
          body.append('mark', editor.elements.mark.value);
          const answer = await ask(editor.dataset.draft, { method: 'POST', body });
          number = (await answer.json()).number;
          retry.wait = 1000;
        } catch { lost(); retry(); } finally {
          sending = false;
          if (again) { again = false; send(); }
        }
      }
      function retry() {
        clearTimeout(timer);
        timer = setTimeout(send, retry.wait);
        retry.wait = Math.min(retry.wait * 2, 30000);
      }
      retry.wait = 1000;
      text.addEventListener('input', () => { changed(); clearTimeout(timer); timer = setTimeout(send, 150); });
      addEventListener('keydown', (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
          event.preventDefault();
          editor.querySelector('button[value=save]').click();
        }
      });
    }
  }
})();
