/* What a page does with figures: draws them, exports them, shows their data as a table. */
var bigsweepFigures = (function () {
  'use strict';

  var root = document.documentElement;
  var darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

  function isDark() {
    var theme = root.getAttribute('data-theme');
    return theme ? theme === 'dark' : darkScheme.matches;
  }

  /** Makes the button of the theme work. Calls redraw when the theme or the window's width changes. */
  function follow(redraw) {
    var button = document.getElementById('theme');
    button.addEventListener('click', function () {
      root.setAttribute('data-theme', isDark() ? 'light' : 'dark');
      button.setAttribute('aria-pressed', String(isDark()));
      redraw();
    });
    darkScheme.addEventListener('change', redraw);
    var width = window.innerWidth;
    window.addEventListener('resize', function () {
      if (window.innerWidth !== width) {
        width = window.innerWidth;
        redraw();
      }
    });
  }

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function shown(value) {
    return value === null ? '' : typeof value === 'number' ? bigsweep.number(value) : String(value);
  }

  /**
   * Draws a figure.
   *
   * look: dark, printing
   * chart: what drew the figure at this place before; it is drawn over, so that nothing flickers
   */
  function draw(place, figure, look, chart) {
    var width = look.printing ? 680 : Math.max(280, Math.floor(place.clientWidth));
    var made = bigsweep.option(
      figure, {width: width, dark: look.dark, heading: false, printing: look.printing});
    place.style.height = made.height + 'px';
    if (chart) {
      chart.resize({width: width, height: made.height});
    } else {
      chart = echarts.init(place, null, {renderer: 'svg', width: width, height: made.height});
    }
    chart.setOption(made.option, true);
    return chart;
  }

  function download(name, type, content) {
    var link = element('a', {download: name});
    var url = URL.createObjectURL(new Blob([content], {type: type}));
    link.href = url;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  function csv(columns, rows) {
    function field(value) {
      var text = value === null ? '' : String(value);
      return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    }
    return [columns].concat(rows).map(function (row) { return row.map(field).join(','); })
      .join('\r\n') + '\r\n';
  }

  function png(figure, dark) {
    var look = {width: 900, dark: dark, heading: true};
    var made = bigsweep.option(figure, look);
    var canvas = echarts.init(
      document.createElement('div'), null,
      {renderer: 'canvas', width: 900, height: made.height, devicePixelRatio: 2});
    canvas.setOption(made.option);
    canvas.getRenderedCanvas({pixelRatio: 2}).toBlob(function (blob) {
      download(figure.id + '.png', 'image/png', blob);
      canvas.dispose();
    });
  }

  var exports = {
    svg: function (figure, dark) {
      download(figure.id + '.svg', 'image/svg+xml',
        bigsweep.svg(echarts, figure, {width: 900, dark: dark}));
    },
    png: png,
    csv: function (figure) {
      download(figure.id + '.csv', 'text/csv', csv(figure.columns, figure.rows));
    }
  };

  function table(columns, rows) {
    var made = element('table');
    var head = made.createTHead().insertRow();
    columns.forEach(function (name, column) {
      var cell = element('th', {scope: 'col'}, name);
      if (rows.some(function (row) { return typeof row[column] === 'number'; })) {
        cell.className = 'number';
      }
      head.appendChild(cell);
    });
    var body = made.createTBody();
    rows.forEach(function (row) {
      var line = body.insertRow();
      row.forEach(function (value) {
        var cell = line.insertCell();
        cell.textContent = shown(value);
        if (typeof value === 'number') {
          cell.className = 'number';
        }
      });
    });
    return made;
  }

  /**
   * Makes a figure's section work: its exports and its data as a table.
   *
   * figure: a function that gives the figure as it is now
   * isDark: a function that tells the theme
   */
  function wire(section, figure, isDark) {
    section.querySelectorAll('button[data-export]').forEach(function (button) {
      button.addEventListener('click', function () {
        exports[button.getAttribute('data-export')](figure(), isDark());
      });
    });
    section.querySelector('details.data').addEventListener('toggle', function (event) {
      var place = event.target.querySelector('.scroll');
      if (event.target.open && !place.firstChild) {
        place.appendChild(table(figure().columns, figure().rows));
      }
    });
  }

  return {element: element, shown: shown, draw: draw, csv: csv, download: download, table: table,
    wire: wire, isDark: isDark, follow: follow};
})();
