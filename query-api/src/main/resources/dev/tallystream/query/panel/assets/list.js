/* Long lists: pages that are added belong to one moment, and what is far away is not kept in the document. */
(() => {
  'use strict';

  /** Pages of rows that stay in the document: 600 rows, about 6,000 elements. */
  const KEPT = 12;
  const byId = id => document.getElementById(id);
  const chunks = () => [...document.querySelectorAll('#list > .chunk')];

  /* ---- One moment: newer numbers stop where a second page is added, also those that are on their way. ---- */

  document.addEventListener('htmx:beforeSwap', event => {
    if (byId('list') && !event.detail.requestConfig.elt.isConnected) event.detail.shouldSwap = false;
  });

  /* ---- Far away: a page's rows make room for one empty row as high, and are asked for again by their address. ---- */

  const near = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      target.dataset.near = isIntersecting;
      if (isIntersecting && target.dataset.gone) bringBack(target);
    }
    makeRoom();
  }, { rootMargin: '1500px 0px' });

  function makeRoom() {
    const there = chunks().filter(chunk => !chunk.dataset.gone);
    // The first page has no cursor: asked again, it would be another.
    const far = there.slice(1).filter(chunk => chunk.dataset.near === 'false' && !chunk.contains(document.activeElement));
    for (const chunk of far.slice(0, Math.max(0, there.length - KEPT))) {
      const room = document.createElement('tr'), cell = document.createElement('td');
      cell.colSpan = 6;
      cell.style.height = `${chunk.offsetHeight}px`;
      room.append(cell);
      room.ariaHidden = 'true';
      chunk.replaceChildren(room);
      chunk.dataset.gone = 'true';
    }
  }

  async function bringBack(chunk) {
    if (chunk.dataset.asked) return;
    chunk.dataset.asked = 'true';
    try {
      const answer = await fetch(chunk.dataset.href, { headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const rows = page.querySelector('#list > .chunk');
      if (answer.ok && rows) {
        chunk.replaceChildren(...rows.children);
        delete chunk.dataset.gone;
      } else if ([401, 403, 404].includes(answer.status)) {
        location.reload();
      }
    } catch {
      // Offline: it is asked for again when it comes into view again.
    } finally {
      delete chunk.dataset.asked;
    }
  }

  document.addEventListener('htmx:afterSwap', event => {
    if (event.detail.target?.id !== 'rest') return;
    const live = byId('live');
    if (live) live.dataset.frozen = 'true';
    for (const chunk of chunks()) near.observe(chunk);
    returning();
  });

  /* ---- The place: whoever comes back from a row finds the list as it was left, the pages and the scroll. ---- */

  /** Pages that are asked for in order to come back; whoever has read further comes back to the last of them. */
  const MOST = 40;
  let place = history.state?.place;

  document.addEventListener('click', event => {
    if (event.target.closest('.chunk a')) {
      history.replaceState({ ...history.state, place: { pages: chunks().length, y: scrollY } }, '');
    }
  }, true);

  function returning() {
    if (!place) return;
    const more = document.querySelector('#more a');
    if (more && chunks().length < Math.min(place.pages, MOST)) {
      htmx.process(byId('more'));
      return more.click();
    }
    scrollTo(0, place.y);
    arrived();
  }

  function arrived() {
    place = null;
    history.scrollRestoration = 'auto';
  }

  for (const kind of ['wheel', 'touchmove', 'keydown', 'htmx:pushedIntoHistory', 'htmx:replacedInHistory']) {
    // Where somebody wants to be now is where they are.
    document.addEventListener(kind, arrived, { passive: true });
  }

  if (place) {
    history.scrollRestoration = 'manual';
    addEventListener('load', returning);
  }
})();
