/* What a report does in a browser: draws, exports, sorts and filters. Nothing is fetched. */
(function () {
  'use strict';

  var element = bigsweepFigures.element;
  var shown = bigsweepFigures.shown;
  var csv = bigsweepFigures.csv;
  var download = bigsweepFigures.download;
  var table = bigsweepFigures.table;
  var report = JSON.parse(document.getElementById('report-data').textContent);
  var charts = {};
  var printing = false;

  function isDark() {
    return !printing && bigsweepFigures.isDark();
  }

  /* figures */

  function draw(figure) {
    charts[figure.id] = bigsweepFigures.draw(document.getElementById('chart-' + figure.id), figure,
      {dark: isDark(), printing: printing}, charts[figure.id]);
  }

  function drawAll() {
    report.figures.forEach(draw);
  }

  report.figures.forEach(function (figure) {
    var section = document.getElementById('figure-' + figure.id);
    bigsweepFigures.wire(section, function () { return figure; }, isDark);
  });

  /* the table of trials */

  var PAGE = 50;
  var trials = report.trials;
  var state = {column: -1, down: false, page: 0, rows: trials.rows};
  var search = document.getElementById('trial-search');
  var choices = Array.prototype.slice.call(document.querySelectorAll('select[data-column]'));

  function compare(a, b) {
    if (a === b) {
      return 0;
    }
    if (a === null || b === null) {
      return a === null ? 1 : -1; // absent values last, either way
    }
    var less = typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);
    return (less ? -1 : 1) * (state.down ? -1 : 1);
  }

  function refilter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var rows = trials.rows.filter(function (row) {
      var fits = choices.every(function (choice) {
        var column = trials.columns.indexOf(choice.getAttribute('data-column'));
        return choice.value === '' || shown(row[column]) === choice.value;
      });
      var text = words.length ? row.map(shown).join(' ').toLowerCase() : '';
      return fits && words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    if (state.column >= 0) {
      rows = rows.map(function (row, i) { return [row, i]; }).sort(function (a, b) {
        return compare(a[0][state.column], b[0][state.column]) || a[1] - b[1];
      }).map(function (pair) { return pair[0]; });
    }
    state.rows = rows;
    state.page = 0;
    showPage();
  }

  function showPage() {
    var place = document.getElementById('trial-rows');
    var from = state.page * PAGE;
    var page = state.rows.slice(from, from + PAGE);
    var made = table(trials.columns, page);
    made.id = 'trial-table';
    made.appendChild(element('caption', {'class': 'hidden'}, 'Trials'));
    Array.prototype.forEach.call(made.tHead.rows[0].cells, function (cell, column) {
      var button = element('button', {type: 'button'}, trials.columns[column]);
      var sorted = state.column === column;
      cell.textContent = '';
      cell.setAttribute('aria-sort', sorted ? (state.down ? 'descending' : 'ascending') : 'none');
      button.addEventListener('click', function () {
        state.down = sorted ? !state.down : false;
        state.column = column;
        refilter();
        document.querySelectorAll('#trial-table th button')[column].focus();
      });
      cell.appendChild(button);
    });
    place.textContent = '';
    place.appendChild(made);
    document.getElementById('trial-count').textContent = state.rows.length
      ? 'Trials ' + (from + 1) + ' to ' + (from + page.length) + ' of ' + state.rows.length
        + (trials.total > trials.rows.length
          ? ' (' + trials.rows.length + ' of ' + trials.total + ' are in this file)' : '')
      : 'No trial fits';
    document.getElementById('trial-back').disabled = state.page === 0;
    document.getElementById('trial-on').disabled = from + PAGE >= state.rows.length;
  }

  choices.forEach(function (choice) {
    var column = trials.columns.indexOf(choice.getAttribute('data-column'));
    var values = {};
    trials.rows.forEach(function (row) { values[shown(row[column])] = true; });
    Object.keys(values).sort().forEach(function (value) {
      choice.appendChild(element('option', {value: value}, value));
    });
    choice.addEventListener('change', refilter);
  });
  search.addEventListener('input', refilter);
  document.getElementById('trial-back').addEventListener('click', function () {
    state.page--;
    showPage();
  });
  document.getElementById('trial-on').addEventListener('click', function () {
    state.page++;
    showPage();
  });
  document.getElementById('trial-csv').addEventListener('click', function () {
    download('trials.csv', 'text/csv', csv(trials.columns, state.rows));
  });

  /* the page */

  bigsweepFigures.follow(drawAll);
  window.addEventListener('beforeprint', function () {
    printing = true;
    drawAll();
  });
  window.addEventListener('afterprint', function () {
    printing = false;
    drawAll();
  });

  var again = document.getElementById('reload');
  if (again) {
    setInterval(function () {
      if (again.checked) {
        window.location.reload();
      }
    }, report.reloadSeconds * 1000);
  }

  drawAll();
  showPage();
  window.bigsweepReport = {data: report};
})();
