/*
 * A page that stays new. A stream says that there is news; the page is then asked for again, of which only the panel is
 * taken, and only if it differs. Where no stream can be had, it is asked every two seconds. What fails is said in one
 * line below the page, and the numbers stay.
 */
(() => {
  'use strict';

  /** Between two requests: whatever the stream says, a page asks once a second at most. */
  const NOT_SOONER_MS = 1000;
  /** Without a stream. */
  const POLL_EVERY_MS = 2000;
  /** A stream that is refused, for there are too many, may be had later. */
  const STREAM_AGAIN_MS = 30000;
  /** A stream beats every ten seconds; one that is silent for longer than two beats is dead, whatever the browser says. */
  const SILENT_MS = 25000;
  /** When people begin to wonder. */
  const SLOW_MS = 5000;
  /** The longest pause between two attempts. */
  const MOST_PATIENT_MS = 30000;

  const byId = id => document.getElementById(id);
  const now = () => performance.now();
  const lang = document.documentElement.lang;

  /* ---- Last updated: the server's age plus the time that passed here, so no browser's clock matters. ---- */

  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  let updatedElement, seenAt;

  function tick() {
    const time = byId('as-of');
    if (!time) return;
    if (time !== updatedElement) {
      updatedElement = time;
      seenAt = now();
    }
    const seconds = Math.max(0, Math.floor((Number(time.dataset.age) + now() - seenAt) / 1000));
    const [amount, unit] = seconds < 60 ? [seconds, 'second']
      : seconds < 3600 ? [Math.floor(seconds / 60), 'minute']
      : seconds < 86400 ? [Math.floor(seconds / 3600), 'hour']
      : [Math.floor(seconds / 86400), 'day'];
    const text = relative.format(-amount, unit);
    if (time.textContent !== text) time.textContent = text;
  }

  /** The numbers are the same and complete up to a later time. */
  function completeUpTo(asOf, age) {
    const time = byId('as-of');
    if (!time || asOf <= time.dateTime) return;
    const zone = time.dataset.zone;
    const there = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
      day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
      hourCycle: 'h23', timeZone: zone
    });
    time.dateTime = asOf;
    time.title = `${there.format(new Date(asOf))} (${zone})`;
    time.dataset.age = age;
    seenAt = now();
    tick();
  }

  /* ---- What could not be had, in one line. ---- */

  function say(kind) {
    const status = byId('status');
    if (!status || status.dataset.said === kind) return;
    status.dataset.said = kind;
    const line = document.createElement('p');
    line.className = 'toast';
    const text = document.createElement('span');
    text.textContent = status.dataset['on' + kind];
    line.append(text);
    if (kind === '401') {
      const link = document.createElement('a');
      link.href = location.href;
      link.textContent = status.dataset.signin;
      line.append(link);
    } else if (kind !== 'slow') {
      const button = document.createElement('button');
      button.type = 'button';
      button.id = 'status-again';
      button.textContent = status.dataset.again;
      button.addEventListener('click', atOnce);
      line.append(button);
    }
    status.replaceChildren(line);
  }

  function allIsWell() {
    failures = 0;
    notBefore = 0;
    pending = null;
    const status = byId('status');
    if (status && status.dataset.said) {
      delete status.dataset.said;
      status.replaceChildren();
    }
  }

  /* ---- Asking for the page again. ---- */

  let fetchedAt = -Infinity, notBefore = 0, timer = 0, fetching = false, once = false, failures = 0, slowly = 0;
  /** What a person asked for and did not get: it is what is tried again, not the page that they wanted to leave. */
  let pending = null;

  let pressed = false;
  document.addEventListener('pointerdown', () => { pressed = true; }, true);
  for (const end of ['pointerup', 'pointercancel']) {
    // The click comes after the pointer is up, and must still find what was pressed.
    document.addEventListener(end, () => setTimeout(() => { pressed = false; }), true);
  }

  /** Nothing is replaced under a finger or under a selection. */
  const isHeld = () => pressed || !getSelection().isCollapsed;

  /** Asks for the page as soon as it may be asked for. */
  function want() {
    if (timer || document.hidden || !byId('live')) return;
    if (fetching) once = true;
    else timer = setTimeout(ask, Math.max(0, fetchedAt + NOT_SOONER_MS - now(), notBefore - now()));
  }

  function atOnce() {
    clearTimeout(timer);
    timer = 0;
    fetching = false;
    notBefore = 0;
    fetchedAt = -Infinity;
    want();
  }

  function ask() {
    timer = 0;
    const live = byId('live');
    if (document.hidden || !live) return;
    if (fetching) {
      // What a person asked for since is under way, and asking now would end it.
      once = true;
      return;
    }
    if (isHeld() && !pending) {
      timer = setTimeout(ask, 250);
      return;
    }
    fetchedAt = now();
    if (pending) htmx.ajax('GET', pending.path, { source: document.contains(pending.element) ? pending.element : live });
    else if (isFrozen(live)) peek(live);
    else htmx.trigger(live, 'tally:refresh');
  }

  /**
   * A frozen page has numbers of one moment, as a list of several pages, or none any more: nothing newer is put into it,
   * but it is shown only as long as it may be.
   */
  const isFrozen = live => live.dataset.frozen !== undefined;

  async function peek(live) {
    try {
      const answer = await fetch(live.getAttribute('hx-get'), { headers: { accept: 'text/html' } });
      const text = await answer.text();
      if (answer.ok) {
        const now = new DOMParser().parseFromString(text, 'text/html').getElementById('live');
        if (now && (isRefused() || now.dataset.settings !== live.dataset.settings)) location.reload();
      } else {
        notYours(answer.status, text);
      }
    } catch {
      // Offline: it is looked at again with the next news.
    }
  }

  const isRefresh = event => event.detail.requestConfig?.triggeringEvent?.type === 'tally:refresh';

  document.addEventListener('htmx:beforeRequest', () => {
    fetching = true;
    clearTimeout(slowly);
    slowly = setTimeout(() => say('slow'), SLOW_MS);
  });

  function ended(event) {
    fetching = false;
    clearTimeout(slowly);
    // A long list may be one that others just read.
    if (once || (event.detail.successful && isBehind())) {
      once = false;
      want();
    }
  }

  document.addEventListener('htmx:afterRequest', ended);

  document.addEventListener('htmx:beforeSwap', event => {
    const { xhr, target } = event.detail;
    if (xhr.status !== 200 || !target.closest('.page')) return;
    const page = new DOMParser().parseFromString(event.detail.serverResponse, 'text/html');
    const panel = page.getElementById('panel');
    if (!panel) {
      event.detail.shouldSwap = false;
      failed('broken', event);
    } else if (isRefresh(event) && isHeld()) {
      event.detail.shouldSwap = false;
      once = true;
    } else if (isRefresh(event) && panel.dataset.version === byId('panel').dataset.version) {
      event.detail.shouldSwap = false;
      for (const id of ['freshness', 'live']) {
        const old = byId(id), next = page.getElementById(id);
        if (!old || !next) continue;
        // What asks must stay: the answer is about to be given to it.
        if (id === 'live') Object.assign(old.dataset, next.dataset);
        else old.replaceWith(next);
      }
      allIsWell();
      tick();
    } else {
      allIsWell();
    }
  });

  /* ---- Failures: the numbers stay, unless they are no longer this reader's to see. ---- */

  function failed(kind, event, retryAfter) {
    failures++;
    notBefore = now() + Math.max(retryAfter || 0, Math.min(MOST_PATIENT_MS, POLL_EVERY_MS * 2 ** (failures - 1)));
    if (event && !isRefresh(event)) {
      pending = { path: event.detail.pathInfo.finalRequestPath, element: event.detail.elt };
    }
    say(kind);
    want();
  }

  const isRefused = () => !byId('panel');

  /** Takes everything away that was shown and says why; it comes back when it may be shown again. */
  function refused(status, answer) {
    const { dataset } = byId('status');
    const page = new DOMParser().parseFromString(answer, 'text/html');
    let reason = page.querySelector('.dialog');
    if (!reason) {
      reason = document.createElement('div');
      reason.className = 'card dialog';
      const title = document.createElement('h1');
      title.textContent = dataset['title' + status];
      const text = document.createElement('p');
      text.className = 'lead';
      text.textContent = dataset['on' + status];
      const again = document.createElement('a');
      again.className = 'button primary';
      again.href = location.href;
      again.textContent = dataset.again;
      reason.append(title, text, again);
    }
    allIsWell();
    // It is gone where the reader was signed out before.
    const live = byId('live');
    if (live) live.dataset.frozen = 'true';
    document.title = page.title || reason.querySelector('h1').textContent;
    byId('panel').closest('.page').replaceChildren(...live ? [live] : [], document.importNode(reason, true));
    clearInterval(poll);
    poll = 0;
  }

  /** Whether an answer says that the page is not this reader's; it is treated so. */
  function notYours(status, answer) {
    if (status === 401) {
      silence();
      say('401');
    } else if ((status === 403 || status === 404) && !isRefused()) {
      refused(status, answer);
    }
    return status === 401 || status === 403 || status === 404;
  }

  document.addEventListener('htmx:sendError', event => failed(navigator.onLine ? 'unreachable' : 'offline', event));
  document.addEventListener('htmx:timeout', event => failed('timeout', event));
  document.addEventListener('htmx:responseError', event => {
    const { xhr, pathInfo } = event.detail;
    if (!event.detail.target?.closest?.('.page') || notYours(xhr.status, xhr.responseText)) return;
    switch (xhr.status) {
      case 429:
      case 503:
        failed(String(xhr.status), event, 1000 * Number(xhr.getResponseHeader('Retry-After') || 0));
        break;
      default:
        // What is wrong with an address has a page of its own that says so.
        if (xhr.status < 500) location.assign(pathInfo.finalRequestPath);
        else failed('500', event);
    }
  });
  window.addEventListener('offline', () => say('offline'));
  window.addEventListener('online', () => {
    hush();
    listen();
    atOnce();
  });

  /* ---- News. ---- */

  let stream = null, heardAt = 0, poll = 0, later = 0, told = '';

  /** Whether what is shown is older than what the stream has told. */
  function isBehind() {
    const [partition, offset] = told.split(':');
    const live = byId('live');
    if (!live || isFrozen(live)) return false;
    const [shownPartition, shownOffset] = live.dataset.position.split(':');
    return partition === shownPartition && Number(shownOffset) < Number(offset);
  }

  /** The organization's stream; what shows the page, cookie or embed link, opens it. */
  function address() {
    const [, admin, organization] = byId('live').getAttribute('hx-get').split('/');
    const here = new URLSearchParams(location.search), proof = new URLSearchParams();
    for (const name of ['embed', 'link']) if (here.has(name)) proof.set(name, here.get(name));
    return `/${admin}/${organization.split('?')[0]}/credits-usage/stream${proof.size ? `?${proof}` : ''}`;
  }

  function listen() {
    if (stream || document.hidden || !byId('live')) return;
    clearTimeout(later);
    pollUntilHeard();
    stream = new EventSource(address());
    stream.addEventListener('usage.updated', heard);
    stream.addEventListener('heartbeat', heard);
    stream.addEventListener('error', lost);
  }

  function pollUntilHeard() {
    if (!poll && !isRefused()) poll = setInterval(want, POLL_EVERY_MS);
  }

  function heard(event) {
    heardAt = now();
    clearInterval(poll);
    poll = 0;
    const live = byId('live');
    if (!live) return hush();
    const news = JSON.parse(event.data);
    told = news.position;
    const shown = live.dataset, sameSettings = String(news.settings_version) === shown.settings;
    if (isFrozen(live)) {
      if (!sameSettings) location.reload();
      return;
    }
    const behind = news.lag_ms >= Number(byId('as-of').dataset.behind);
    const known = sameSettings && news.position === shown.position && behind === byId('freshness').matches(':has(.stale)');
    if (!known) want();
    else if (!fetching) completeUpTo(news.as_of, news.lag_ms);
  }

  function lost() {
    // A stream that ends may have ended because of what it showed: the page is asked for without waiting for the next.
    pollUntilHeard();
    want();
    if (stream && stream.readyState === EventSource.CLOSED) {
      hush();
      pollUntilHeard();
      later = setTimeout(listen, STREAM_AGAIN_MS);
    }
  }

  /** Ends the stream and the asking; both may begin again. */
  function hush() {
    stream?.close();
    stream = null;
    clearInterval(poll);
    poll = 0;
    clearTimeout(later);
  }

  /** Ends them for good, and every question that waits. */
  function silence() {
    hush();
    clearTimeout(timer);
    timer = 0;
    byId('live')?.remove();
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hush();
    else listen();
  });

  setInterval(() => {
    if (stream && !poll && now() - heardAt > SILENT_MS) {
      hush();
      listen();
    }
  }, SLOW_MS);

  /*
   * ---- The focus stays where it is: htmx finds again what has an id, this finds the links, of which there are many, and
   * those of the history's table, which could not take it before history.js has shown them. ----
   */

  let focused = null;

  document.addEventListener('htmx:beforeSwap', () => {
    const link = document.activeElement;
    focused = link?.matches('#panel a[href]') ? { href: link.getAttribute('href'), kind: link.className } : null;
  });

  function refocus() {
    if (!focused || document.activeElement !== document.body) return;
    const { href, kind } = focused;
    [...document.querySelectorAll('#panel a[href]')]
      .find(link => link.getAttribute('href') === href && link.className === kind)
      ?.focus({ preventScroll: true });
  }

  /* ---- The page as the server sent it, whole or its panel, made live. ---- */

  document.addEventListener('htmx:afterSwap', () => {
    fetching = false;
    refocus();
    if (byId('live')) listen();
    tick();
  });
  document.addEventListener('htmx:historyRestore', () => { listen(); tick(); });
  tick();
  listen();
  setInterval(tick, 1000);
})();
