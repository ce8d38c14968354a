/* Usage history: a chart, drawn from the table that the server rendered. */
(() => {
  'use strict';

  const byId = id => document.getElementById(id);
  const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const lang = document.documentElement.lang;

  let chart, bars, active = -1, dismissed = -1, tableOpen = false;

  function readBars() {
    return [...document.querySelectorAll('#history-table tbody tr')].map(row => {
      const link = row.querySelector('a');
      return {
        link,
        name: (link ?? row.querySelector('th')).textContent,
        kept: row.dataset.value !== undefined,
        value: row.dataset.value === undefined ? null : Number(row.dataset.value),
        pace: row.dataset.pace === undefined ? null : Number(row.dataset.pace),
        tick: row.dataset.tick,
        group: row.dataset.group,
        credits: row.dataset.credits,
        note: row.dataset.note,
        spike: row.dataset.spike,
        running: row.classList.contains('running'),
        shown: link !== null && link.hasAttribute('aria-current')
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

  /** What the running period is on the way to stands above what it has used. */
  const ahead = bar => bar.pace === null ? null : Math.max(0, bar.pace - bar.value);

  /** Periods that are no longer kept have no bar, which is not the same as a bar of no height. */
  const notKept = {
    id: 'not-kept',
    beforeDatasetsDraw(chart) {
      const gone = bars.filter(bar => !bar.kept).length;
      if (gone === 0) return;
      const { ctx: pen, chartArea: area, scales: { x } } = chart;
      const right = gone === bars.length ? area.right : (x.getPixelForValue(gone - 1) + x.getPixelForValue(gone)) / 2;
      pen.save();
      pen.fillStyle = token('--sunken');
      pen.fillRect(area.left, area.top, right - area.left, area.bottom - area.top);
      pen.fillStyle = token('--muted');
      pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
      pen.textAlign = 'center';
      const text = byId('history-table').dataset.notKept;
      if (pen.measureText(text).width < right - area.left - 8) {
        pen.fillText(text, (area.left + right) / 2, (area.top + area.bottom) / 2);
      }
      pen.restore();
    }
  };

  /** Above a bar that stands out: the word that the table has beside it, for a colour alone says nothing. */
  const spikes = {
    id: 'spikes',
    afterDatasetsDraw(drawn) {
      const pen = drawn.ctx, { x, y } = drawn.scales;
      pen.save();
      pen.fillStyle = token('--warn');
      pen.font = `500 12px ${getComputedStyle(document.body).fontFamily}`;
      pen.textAlign = 'center';
      bars.forEach((bar, index) => {
        if (!bar.spike) return;
        const word = bar.spike.split(':')[0], half = pen.measureText(word).width / 2;
        const middle = Math.min(drawn.chartArea.right - half, x.getPixelForValue(index));
        pen.fillText(word, middle, y.getPixelForValue(bar.value) - 6);
      });
      pen.restore();
    }
  };

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

  /** Draws what the table says, with the bar of that name chosen if there still is one. */
  function draw(chosen) {
    const canvas = byId('history-chart');
    if (!canvas || typeof Chart === 'undefined') return;
    chart?.destroy();
    bars = readBars();
    active = -1;
    const pen = canvas.getContext('2d');
    const empty = bars.every(bar => !bar.value);
    const muted = token('--muted'), line = token('--line');
    const compact = new Intl.NumberFormat(lang, { notation: 'compact' }), full = new Intl.NumberFormat(lang);
    const bar = {
      stack: 'period', borderSkipped: 'bottom', maxBarThickness: 64, categoryPercentage: 0.86, barPercentage: 0.86
    };
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
          borderRadius: bars.map(bar => bar.pace === null ? 5 : 0),
          ...bar
        }, {
          data: bars.map(ahead),
          backgroundColor: token('--ahead'),
          hoverBackgroundColor: token('--ahead'),
          borderRadius: 5,
          ...bar
        }]
      },
      plugins: [notKept, spikes],
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        onHover: (event, found) => {
          const index = found.length ? found[0].index : -1;
          // What Esc has hidden stays hidden until another bar is pointed at.
          if (index !== dismissed) {
            dismissed = -1;
            if (document.activeElement !== canvas || index >= 0) show(index);
          }
          canvas.style.cursor = index >= 0 && bars[index].link ? 'pointer' : '';
        },
        plugins: { legend: { display: false }, tooltip: { enabled: false } },
        scales: {
          x: {
            stacked: true,
            grid: { display: false },
            border: { color: line },
            ticks: {
              autoSkip: false, maxRotation: 0, color: muted, font, padding: 4,
              callback(_, index) { return label(index, this.chart.width - 56); }
            }
          },
          y: {
            stacked: true,
            beginAtZero: true,
            grace: bars.some(bar => bar.spike) ? '12%' : 0,
            suggestedMax: empty ? 1 : undefined,
            grid: { color: empty ? 'transparent' : line, drawTicks: false },
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
    show(bars.findIndex(bar => bar.name === chosen));
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
    const bar = bars[index], x = chart.scales.x.getPixelForValue(index), y = chart.scales.y;
    const top = bar.kept ? y.getPixelForValue(Math.max(0, bar.value, bar.pace ?? 0)) : (y.top + y.bottom) / 2;
    const lines = [line('strong', bar.name)];
    if (bar.kept) lines.push(line('b', bar.credits));
    for (const note of bar.note ? bar.note.split('\n') : []) lines.push(line('span', note));
    if (bar.spike) lines.push(line('em', bar.spike));
    tip.replaceChildren(...lines);
    const widest = chart.width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(widest, x - tip.offsetWidth / 2))}px`;
    tip.style.top = `${top - tip.offsetHeight - (bar.spike ? 24 : 8)}px`;
  }

  /** The bar that a finger tapped last, which newer numbers do not forget; and what the pointer that is down touches. */
  let tapped = -1, touched = -1;

  document.addEventListener('pointerdown', event => {
    if (event.target.id !== 'history-chart') tapped = -1;
    else touched = event.pointerType === 'touch' ? tapped : -2;
  }, true);

  document.addEventListener('click', event => {
    if (event.target.id !== 'history-chart' || !chart) return;
    const [found] = chart.getElementsAtEventForMode(event, 'index', { intersect: false }, true);
    if (!found) return;
    // A finger has no hover: its first tap on a bar only says what the bar is.
    if (touched === -2 || touched === found.index) bars[found.index].link?.click();
    else {
      tapped = found.index;
      show(found.index);
    }
  });

  document.addEventListener('keydown', event => {
    if (!chart || active < 0 && event.target.id !== 'history-chart') return;
    if (event.key === 'Escape') {
      dismissed = active;
      return show(-1);
    }
    if (event.target.id !== 'history-chart') return;
    const last = bars.length - 1, from = active < 0 ? last + 1 : active;
    const to = { ArrowLeft: Math.max(0, from - 1), ArrowRight: Math.min(last, from + 1), Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      show(to);
    } else if (event.key === 'Enter' && active >= 0) {
      bars[active].link?.click();
    }
  });

  document.addEventListener('pointerover', event => {
    if (event.target.id !== 'history-chart') dismissed = -1;
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

  /* ---- The page as the server sent it, whole or its panel. ---- */

  /** Taking the old canvas away and giving the new one the focus choose a bar as well: not the one that was chosen. */
  let chosen = '';

  /** Asked of the page itself just before it is replaced: an event that told of the table would come too late. */
  for (const leaving of ['htmx:beforeSwap', 'htmx:historyCacheMissLoad']) {
    document.addEventListener(leaving, () => {
      chosen = bars?.[active]?.name;
      tableOpen = byId('history-table')?.open ?? tableOpen;
    });
  }

  function enhance() {
    const table = byId('history-table');
    if (!table || table.classList.contains('ready')) return;
    table.open = tableOpen;
    table.classList.add('ready');
    draw(chosen);
  }

  document.addEventListener('htmx:afterSwap', enhance);
  document.addEventListener('htmx:historyRestore', enhance);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(bars?.[active]?.name));
  enhance();
})();
