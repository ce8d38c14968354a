/* What the pages do beyond what the server renders: the chart, the clock of "Last updated", newer numbers. */
(() => {
  'use strict';

  const REFRESH_EVERY_MS = 2000;
  const byId = id => document.getElementById(id);
  const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const lang = document.documentElement.lang;

  /* ---- Last updated: the server's age plus the time that passed here, so no browser's clock matters. ---- */

  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  let updatedElement, seenAt;

  function tick() {
    const time = byId('as-of');
    if (!time) return;
    if (time !== updatedElement) {
      updatedElement = time;
      seenAt = performance.now();
    }
    const seconds = Math.max(0, Math.floor((Number(time.dataset.age) + performance.now() - seenAt) / 1000));
    const [amount, unit] = seconds < 60 ? [seconds, 'second']
      : seconds < 3600 ? [Math.floor(seconds / 60), 'minute']
      : seconds < 86400 ? [Math.floor(seconds / 3600), 'hour']
      : [Math.floor(seconds / 86400), 'day'];
    const text = relative.format(-amount, unit);
    if (time.textContent !== text) time.textContent = text;
  }

  /* ---- Newer numbers: the same page again, of which only the panel is taken, and only if it differs. ---- */

  let pressed = false;
  document.addEventListener('pointerdown', () => { pressed = true; }, true);
  for (const end of ['pointerup', 'pointercancel']) {
    // The click comes after the pointer is up, and must still find what was pressed.
    document.addEventListener(end, () => setTimeout(() => { pressed = false; }), true);
  }

  /** Nothing is replaced under a finger or under a selection. */
  const isHeld = () => pressed || !getSelection().isCollapsed;

  function refresh() {
    const live = byId('live');
    if (live && document.visibilityState === 'visible' && !isHeld()) htmx.trigger(live, 'tally:refresh');
  }

  const isRefresh = event => event.detail.requestConfig?.triggeringEvent?.type === 'tally:refresh';

  document.addEventListener('htmx:beforeSwap', event => {
    const { xhr, target } = event.detail;
    if (xhr.status !== 200 || !target.closest('.page')) return;
    const page = new DOMParser().parseFromString(event.detail.serverResponse, 'text/html');
    const panel = page.getElementById('panel');
    if (!panel) {
      event.detail.shouldSwap = false;
      failed(true);
    } else if (isRefresh(event) && isHeld()) {
      event.detail.shouldSwap = false;
    } else if (isRefresh(event) && panel.dataset.version === byId('panel').dataset.version) {
      event.detail.shouldSwap = false;
      byId('as-of').replaceWith(page.getElementById('as-of'));
      failed(false);
      tick();
    }
  });

  function failed(yes) {
    const notice = byId('refresh-failed');
    if (notice && notice.hidden === yes) notice.hidden = !yes;
  }

  document.addEventListener('htmx:sendError', () => failed(true));
  document.addEventListener('htmx:timeout', () => failed(true));
  document.addEventListener('htmx:responseError', event => {
    const { xhr, pathInfo } = event.detail;
    // What will not get better by itself has a page of its own; anything else leaves the old numbers in place.
    if (xhr.status < 500 && xhr.status !== 429) location.assign(pathInfo.finalRequestPath);
    else failed(true);
  });

  /* ---- Search: the page's own parameters with another q, whatever the form was rendered with. ---- */

  document.addEventListener('htmx:configRequest', event => {
    if (event.target.id !== 'search') return;
    const parameters = event.detail.parameters;
    const wanted = new URLSearchParams(location.search);
    wanted.delete('cursor');
    wanted.delete('q');
    const text = byId('q').value;
    if (text) wanted.set('q', text);
    for (const name of [...Object.keys(parameters)]) delete parameters[name];
    for (const [name, value] of wanted) parameters[name] = value;
  });

  document.addEventListener('keydown', event => {
    const search = byId('q');
    if (event.key === '/' && search && !event.target.closest('input, textarea') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });

  /* ---- Usage history: drawn from the table that the server rendered. ---- */

  let chart, bars, active = -1, tableOpen = false;

  function readBars() {
    return [...document.querySelectorAll('#history-table tbody tr')].map(row => {
      const link = row.querySelector('a');
      return {
        link,
        name: link.textContent,
        value: Number(row.dataset.value),
        tick: row.dataset.tick,
        group: row.dataset.group,
        credits: row.dataset.credits,
        note: row.dataset.note,
        spike: row.dataset.spike,
        running: row.classList.contains('running'),
        shown: link.hasAttribute('aria-current')
      };
    });
  }

  /** The running period is a part of a bar to come: hatched. */
  function hatched(context, colour) {
    const size = 8, tile = document.createElement('canvas');
    tile.width = tile.height = size;
    const pen = tile.getContext('2d');
    pen.fillStyle = colour;
    pen.globalAlpha = 0.28;
    pen.fillRect(0, 0, size, size);
    pen.globalAlpha = 1;
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift - 1, size + 1);
      pen.lineTo(shift + size + 1, -1);
    }
    pen.stroke();
    return context.createPattern(tile, 'repeat');
  }

  /** The bar that the page is about stands out, and so does the one that is pointed at. */
  function fills(context, lively) {
    return bars.map(bar => {
      const colour = token(lively || bar.shown ? '--accent' : '--bar');
      return bar.running ? hatched(context, colour) : colour;
    });
  }

  /** Labels that fit, counted from the last bar, each with its year or month where that changes. */
  function label(index, width) {
    const widest = 12 + 7 * Math.max(...bars.map(bar => bar.tick.length));
    const step = Math.ceil(bars.length * widest / width);
    const visible = i => (bars.length - 1 - i) % step === 0;
    if (!visible(index)) return '';
    let before = index - 1;
    while (before >= 0 && !visible(before)) before--;
    const same = before >= 0 && bars[before].group === bars[index].group;
    return [bars[index].tick, same ? '' : bars[index].group];
  }

  function draw() {
    const canvas = byId('history-chart');
    if (!canvas || typeof Chart === 'undefined') return;
    if (chart) chart.destroy();
    bars = readBars();
    const pen = canvas.getContext('2d');
    const empty = bars.every(bar => bar.value === 0);
    const muted = token('--muted'), line = token('--line');
    const compact = new Intl.NumberFormat(lang, { notation: 'compact' }), full = new Intl.NumberFormat(lang);
    const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
    chart = new Chart(canvas, {
      type: 'bar',
      data: {
        labels: bars.map(bar => bar.name),
        datasets: [{
          data: bars.map(bar => bar.value),
          backgroundColor: fills(pen, false),
          hoverBackgroundColor: fills(pen, true),
          borderColor: bars.map(bar => bar.shown ? token('--accent') : token('--bar')),
          hoverBorderColor: token('--accent'),
          borderWidth: bars.map(bar => bar.running ? 1.5 : 0),
          borderRadius: 5,
          borderSkipped: 'bottom',
          maxBarThickness: 64,
          minBarLength: 0,
          categoryPercentage: 0.86,
          barPercentage: 0.86
        }]
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        onHover: (event, found) => {
          if (document.activeElement !== canvas || found.length) show(found.length ? found[0].index : -1);
          canvas.style.cursor = found.length ? 'pointer' : '';
        },
        plugins: { legend: { display: false }, tooltip: { enabled: false } },
        scales: {
          x: {
            grid: { display: false },
            border: { color: line },
            ticks: {
              autoSkip: false, maxRotation: 0, color: muted, font, padding: 4,
              callback(_, index) { return label(index, this.chart.width - 56); }
            }
          },
          y: {
            beginAtZero: true,
            suggestedMax: empty ? 1 : undefined,
            grid: { color: line, drawTicks: false },
            border: { display: false },
            ticks: {
              maxTicksLimit: 5, stepSize: empty ? 1 : undefined, color: muted, font, padding: 8,
              callback(value) {
                return empty && value > 0 ? '' : (this.max < 10000 ? full : compact).format(value);
              }
            }
          }
        }
      }
    });
    const shown = active < bars.length ? active : -1;
    active = -1;
    show(shown);
  }

  function line(name, text) {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  }

  function show(index) {
    const tip = byId('history-tip');
    if (index === active && tip.hidden === index < 0) return;
    active = index;
    chart.setActiveElements(index < 0 ? [] : [{ datasetIndex: 0, index }]);
    chart.update('none');
    tip.hidden = index < 0;
    if (index < 0) return;
    const bar = bars[index], at = chart.getDatasetMeta(0).data[index];
    tip.replaceChildren(line('strong', bar.name), line('b', bar.credits), line('span', bar.note));
    if (bar.spike) tip.append(line('em', bar.spike));
    const widest = chart.width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(widest, at.x - tip.offsetWidth / 2))}px`;
    tip.style.top = `${at.y - tip.offsetHeight - 8}px`;
  }

  let touched = -1;

  document.addEventListener('pointerdown', event => {
    if (event.target.id === 'history-chart') touched = event.pointerType === 'touch' ? active : -2;
  }, true);

  document.addEventListener('click', event => {
    if (event.target.id !== 'history-chart' || active < 0) return;
    // A finger has no hover: its first tap on a bar only says what the bar is.
    if (touched === -2 || touched === active) bars[active].link.click();
  });

  document.addEventListener('keydown', event => {
    if (!chart || active < 0 && event.target.id !== 'history-chart') return;
    if (event.key === 'Escape') return show(-1);
    if (event.target.id !== 'history-chart') return;
    const last = bars.length - 1, from = active < 0 ? last + 1 : active;
    const to = { ArrowLeft: Math.max(0, from - 1), ArrowRight: Math.min(last, from + 1), Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      show(to);
    } else if (event.key === 'Enter' && active >= 0) {
      bars[active].link.click();
    }
  });

  document.addEventListener('pointerover', event => {
    if (active >= 0 && event.target.id !== 'history-chart' && document.activeElement?.id !== 'history-chart') show(-1);
  });

  document.addEventListener('focusin', event => {
    if (event.target.id === 'history-chart' && event.target.matches(':focus-visible') && active < 0) {
      show(Math.max(0, bars.findIndex(bar => bar.shown)));
    }
  });
  document.addEventListener('focusout', event => {
    if (event.target.id === 'history-chart' && document.contains(event.target)) show(-1);
  });

  /* ---- The page as the server sent it, whole or its panel, made live. ---- */

  function enhance() {
    const table = byId('history-table');
    if (table && !table.classList.contains('ready')) {
      table.open = tableOpen;
      table.classList.add('ready');
      table.addEventListener('toggle', () => { tableOpen = table.open; });
      draw();
    }
    tick();
  }

  document.addEventListener('htmx:afterSwap', enhance);
  document.addEventListener('htmx:historyRestore', enhance);
  document.addEventListener('visibilitychange', refresh);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  enhance();
  setInterval(tick, 1000);
  setInterval(refresh, REFRESH_EVERY_MS);
})();
