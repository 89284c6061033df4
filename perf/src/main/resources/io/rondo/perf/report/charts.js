// Draws the charts of the page with Chart.js from the JSON in the element "charts" (the record Chart says what it holds).
(() => {
  'use strict';
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const PREFIXES = { 'ns': ['ns', 'us', 'ms', 's'], '/s': ['/s', ' k/s', ' M/s', ' G/s'], 'B/s': ['B/s', 'kB/s', 'MB/s', 'GB/s'] };
  const ROW = 24;
  const drawn = new Map();
  // The same name has the same colour in all charts.
  const names = [...new Set(charts.flatMap(chart => chart.series.map(series => series.name)))];

  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const color = name => {
    if (name === 'holds') return style('--good');
    if (name === 'missed') return style('--bad');
    if (name.startsWith('c-')) return style('--soft');
    const hue = Math.round(names.indexOf(name) * 137.5) % 360;
    return `hsl(${hue} 65% ${style('--light')})`;
  };

  const digits = value => String(Number(value.toPrecision(3)));

  const format = (value, unit) => {
    if (unit === '%') return digits(value * 100) + ' %';
    if (!(unit in PREFIXES)) return value >= 1000 ? value.toLocaleString('en') : digits(value) + unit;
    const power = Math.min(3, Math.max(0, Math.floor(Math.log10(value) / 3 + 1e-9)));
    return digits(value / 1000 ** power) + (unit === 'ns' ? ' ' : '') + PREFIXES[unit][power];
  };

  // A logarithmic axis over a large factor has marks at 1, 2 and 5 only.
  const mark = (scale, value, factor) => {
    const first = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    return !scale.logarithmic || factor < 6 || [1, 2, 5].some(each => Math.abs(first - each) < 1e-6)
      ? format(value, scale.unit) : '';
  };

  const axis = scale => {
    const options = {
      type: scale.logarithmic ? 'logarithmic' : 'linear',
      title: { display: true, text: scale.title },
      beginAtZero: !scale.logarithmic,
      grid: { color: context => context.tick?.value === 1 && scale.logarithmic ? style('--soft') : style('--rule') },
      ticks: { maxRotation: 50, callback(value) { return mark(scale, value, this.max / this.min); } }
    };
    if (scale.ticks.length > 0) {
      options.min = scale.ticks[0].value;
      options.afterBuildTicks = built => { built.ticks = scale.ticks.map(tick => ({ value: tick.value })); };
      options.ticks.autoSkip = false;
      options.ticks.callback = value => scale.ticks.find(tick => tick.value === value)?.label;
    }
    return options;
  };

  const rows = chart => ({ type: 'category', labels: chart.labels, ticks: { autoSkip: false }, grid: { display: false } });

  // Bars over a logarithmic axis begin at a power of ten.
  const decade = chart => chart.scale.logarithmic
    ? { min: 10 ** Math.floor(Math.log10(Math.min(...chart.series.flatMap(series => series.points.map(point => point.y))))) } : {};

  const bars = chart => ({
    type: 'bar',
    data: {
      labels: chart.labels,
      datasets: chart.series.map(series => ({
        label: series.name, texts: series.points.map(point => point.text), data: series.points.map(point => point.y),
        backgroundColor: style(series === chart.series[0] ? '--accent' : '--faint')
      }))
    },
    options: { indexAxis: 'y', scales: { x: { ...axis(chart.scale), ...decade(chart) }, y: rows(chart) } }
  });

  const ranges = chart => ({
    type: 'bar',
    data: {
      labels: chart.labels,
      datasets: chart.series.flatMap(series => {
        const at = (value, none) => chart.labels.map((label, row) => {
          const point = series.points.find(each => each.x === row);
          return point ? value(point) : none;
        });
        const texts = at(point => point.text, '');
        return [
          { type: 'line', label: series.name, texts, data: at(point => point.y, null), showLine: false, pointRadius: 5,
            pointHoverRadius: 7, borderColor: color(series.name), backgroundColor: color(series.name), indexAxis: 'y' },
          { label: series.name, texts, data: at(point => [point.min, point.max], null), barThickness: 4, grouped: false,
            backgroundColor: color(series.name), range: true }
        ];
      })
    },
    options: { indexAxis: 'y', scales: { x: { ...axis(chart.scale), suggestedMin: 0.9, suggestedMax: 1.1 }, y: rows(chart) } }
  });

  const lines = chart => ({
    type: 'line',
    data: {
      datasets: chart.series.map(series => ({
        label: series.name, texts: series.points.map(point => point.text), data: series.points.map(point => ({ x: point.x, y: point.y })),
        borderColor: color(series.name), backgroundColor: color(series.name), borderDash: series.name.startsWith('c-') ? [6, 5] : [],
        borderWidth: series.name.startsWith('rondo') ? 3 : 1.5, pointRadius: series.points.length > 20 ? 0 : 3
      }))
    },
    options: { interaction: { mode: 'nearest', intersect: false }, scales: { x: axis(chart.across), y: axis(chart.scale) } }
  });

  const height = chart => chart.kind === 'LINES' ? 420
    : 110 + chart.labels.length * ROW * (chart.kind === 'BARS' ? Math.max(1, chart.series.length * 0.8) : 1);

  const draw = figure => {
    const chart = charts[figure.dataset.chart];
    figure.hidden = false;
    let box = figure.querySelector('div');
    if (!box) {
      box = document.createElement('div');
      box.style.height = height(chart) + 'px';
      box.append(document.createElement('canvas'));
      figure.append(box);
    }
    drawn.get(figure)?.destroy();
    const config = { BARS: bars, RANGES: ranges, LINES: lines }[chart.kind](chart);
    Object.assign(config.options, {
      maintainAspectRatio: false, animation: false,
      plugins: {
        legend: {
          display: chart.kind !== 'RANGES' || chart.series.length > 1, position: 'bottom',
          labels: { boxWidth: 14, filter: (item, data) => !data.datasets[item.datasetIndex].range }
        },
        tooltip: { callbacks: { label: item => item.dataset.label + ': ' + item.dataset.texts[item.dataIndex] } }
      }
    });
    const canvas = box.querySelector('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', chart.title);
    drawn.set(figure, new Chart(canvas, config));
  };

  const drawAll = () => {
    Chart.defaults.color = style('--ink');
    Chart.defaults.borderColor = style('--rule');
    for (const figure of document.querySelectorAll('figure[data-chart]')) {
      const folded = figure.closest('details:not([open])');
      if (folded) {
        folded.addEventListener('toggle', () => draw(figure), { once: true });
      } else {
        draw(figure);
      }
    }
  };

  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
})();
