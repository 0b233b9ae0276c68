/* The SQL console: completion, history in this browser, answers as a table and as CSV. */
(function () {
  'use strict';

  var h = bigsweepLive.h;
  var HISTORY = 'bigsweep.history';
  var MOST_HISTORY = 50;
  var MOST_ROWS = 500;
  var MOST_COMPLETIONS = 12;
  var WORDS = ['select', 'from', 'where', 'group by', 'order by', 'having', 'limit', 'join', 'left join', 'on', 'as',
    'and', 'or', 'not', 'in', 'between', 'like', 'is null', 'case', 'when', 'then', 'else', 'end', 'desc', 'distinct',
    'with', 'over', 'partition by', 'filter', 'avg', 'count', 'max', 'min', 'sum', 'round', 'stddev_samp', 'median',
    'percentile', 'coalesce', 'row_number'];
  var query = document.getElementById('query');
  var list = document.getElementById('completions');
  var note = document.getElementById('answer-note');
  var history = document.getElementById('history');
  var schema = null;
  var answer = null;
  var running = null;
  var found = [];
  var at = 0;

  function past() {
    try {
      return JSON.parse(window.localStorage.getItem(HISTORY)) || [];
    } catch (e) {
      return [];
    }
  }

  function showHistory() {
    var all = past();
    bigsweepLive.show(history, [h('option', {value: ''}, all.length ? 'choose a query' : 'none yet')].concat(
      all.map(function (text, k) {
        var line = text.replace(/\s+/g, ' ');
        return h('option', {value: String(k)}, line.length > 80 ? line.slice(0, 79) + '…' : line);
      })));
    history.value = '';
  }

  function remember(text) {
    var all = [text].concat(past().filter(function (other) { return other !== text; })).slice(0, MOST_HISTORY);
    try {
      window.localStorage.setItem(HISTORY, JSON.stringify(all));
    } catch (e) {
      // a browser that keeps nothing has no history
    }
    showHistory();
  }

  function say(text, wrong) {
    note.textContent = text;
    note.className = wrong ? 'error' : 'soft';
  }

  function busy(is) {
    document.getElementById('run').disabled = is;
    document.getElementById('cancel').disabled = !is;
  }

  function run() {
    var text = query.value.trim().replace(/;+$/, '');
    if (!text || running) {
      return;
    }
    hide();
    remember(text);
    running = new AbortController();
    busy(true);
    say('Running; the first query starts Spark and takes some seconds.', false);
    var begun = performance.now();
    bigsweepLive.ask('sql', [['query', text]], running.signal).then(function (given) {
      answer = given;
      var seconds = ((performance.now() - begun) / 1000).toFixed(1);
      say(bigsweepLive.count(given.rows.length) + (given.rows.length === 1 ? ' row' : ' rows') + (given.cut ? ', the first ones; add a limit or aggregate to see others' : '')
        + ' in ' + seconds + ' s'
        + (given.rows.length > MOST_ROWS ? '; the table shows ' + MOST_ROWS + ', the CSV all' : ''), false);
      showAnswer();
    }).catch(function (error) {
      answer = null;
      bigsweepLive.show(document.getElementById('answer'), []);
      say(error.name === 'AbortError' ? 'Cancelled.'
        : error instanceof TypeError ? 'The server does not answer.' : error.message, error.name !== 'AbortError');
    }).finally(function () {
      running = null;
      busy(false);
      document.getElementById('csv').disabled = !answer;
    });
  }

  function text(value) {
    return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
  }

  function showAnswer() {
    bigsweepLive.show(document.getElementById('answer'), bigsweepFigures.table(answer.columns,
      answer.rows.slice(0, MOST_ROWS).map(function (row) { return row.map(text); })));
  }

  /* completion */

  function candidates() {
    var all = [];
    var views = Object.keys(schema || {});
    views.forEach(function (view) { all.push([view, 'view']); });
    var named = views.filter(function (view) {
      return new RegExp('\\b' + view + '\\b', 'i').test(query.value);
    });
    var seen = {};
    (named.length ? named : views).forEach(function (view) {
      schema[view].forEach(function (name) {
        if (!seen[name]) {
          seen[name] = true;
          all.push([name, view]);
        }
      });
    });
    return all.concat(WORDS.map(function (word) { return [word, '']; }));
  }

  function word() {
    var before = query.value.slice(0, query.selectionStart);
    var match = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before);
    return match ? match[0] : '';
  }

  function complete(asked) {
    var start = word().toLowerCase();
    if (!asked && start.length < 2) {
      hide();
      return;
    }
    found = candidates().filter(function (c) {
      return c[0].indexOf(start) === 0 && c[0] !== start;
    }).slice(0, MOST_COMPLETIONS);
    at = 0;
    showList();
  }

  function showList() {
    list.hidden = found.length === 0;
    bigsweepLive.show(list, found.map(function (c, k) {
      return h('li', {id: 'completion-' + k, role: 'option', 'aria-selected': String(k === at), 'data-at': String(k)},
        c[0], c[1] ? [' ', h('small', {}, c[1])] : '');
    }));
    if (found.length) {
      query.setAttribute('aria-activedescendant', 'completion-' + at);
    } else {
      query.removeAttribute('aria-activedescendant');
    }
  }

  function hide() {
    found = [];
    showList();
  }

  function insert(name, partial) {
    var end = query.selectionStart;
    query.setRangeText(name, end - partial.length, query.selectionEnd, 'end');
    query.focus();
  }

  query.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      complete(true);
    } else if (found.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      at = (at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
      showList();
    } else if (found.length && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      insert(found[at][0], word());
      hide();
    } else if (event.key === 'Escape') {
      hide();
    }
  });
  query.addEventListener('input', function () { complete(false); });
  query.addEventListener('blur', function () { setTimeout(hide, 150); });
  list.addEventListener('pointerdown', function (event) {
    var item = event.target.closest('li');
    if (item) {
      event.preventDefault();
      insert(found[Number(item.getAttribute('data-at'))][0], word());
      hide();
    }
  });

  document.getElementById('run').addEventListener('click', run);
  document.getElementById('cancel').addEventListener('click', function () {
    if (running) {
      running.abort();
    }
  });
  document.getElementById('csv').addEventListener('click', function () {
    bigsweepFigures.download('answer.csv', 'text/csv', bigsweepFigures.csv(answer.columns,
      answer.rows.map(function (row) { return row.map(text); })));
  });
  history.addEventListener('change', function () {
    if (history.value) {
      query.value = past()[Number(history.value)];
      query.focus();
    }
  });
  document.getElementById('schema').addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (button) {
      insert(button.getAttribute('data-name'), '');
    }
  });

  bigsweepLive.onOpen(function (route) {
    if (route.view !== 'sql' || schema) {
      return;
    }
    bigsweepLive.ask('schema').then(function (views) {
      schema = views;
      bigsweepLive.show(document.getElementById('schema'), Object.keys(views).map(function (view) {
        return h('details', {}, h('summary', {}, view),
          h('button', {type: 'button', 'data-name': view, 'aria-label': 'Insert ' + view}, 'insert ' + view),
          views[view].map(function (name) {
            return h('button', {type: 'button', 'data-name': name, 'aria-label': 'Insert ' + name}, name);
          }));
      }));
    }).catch(function (error) { say(error.message, true); });
  });
  query.value = 'select rule, count(*) as trials, round(avg(test_accuracy), 4) as test_accuracy\nfrom trials\n'
    + 'group by rule\norder by test_accuracy desc';
  showHistory();
})();
