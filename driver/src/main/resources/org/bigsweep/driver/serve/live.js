/*
 * The live page: follows the server's events and draws the view that is open. A view is built as a
 * new tree and then laid over the old one, node by node, so that scroll, focus and selection stay.
 */
var bigsweepLive = (function () {
  'use strict';

  var isDark = bigsweepFigures.isDark;
  var VIEWS = ['overview', 'trials', 'trial', 'sweep', 'figures', 'sql'];
  var PARENTS = {trial: 'trials', sweep: 'overview'};
  var PAGE = 50;
  var AXES_PAUSE = 8000;
  var MOST_CURVES = 100;
  var MOST_PANELS = 12;
  var folders = [];
  var route = {folder: 0, view: 'overview', ids: []};
  var shownEdition = null;
  var columns = [];
  var table = {sort: '', down: false, from: 0};
  var chosen = [];
  var chosenSweeps = [];
  var curves = {};
  var figures = {};
  var figuresAsked = new AbortController();
  var listeners = [];
  var problem = '';

  function byId(id) { return document.getElementById(id); }

  /* trees */

  /** An element; children are nodes, texts, lists of them, or nothing. */
  function h(name, attributes) {
    var made = bigsweepFigures.element(name, attributes || {});
    Array.prototype.slice.call(arguments, 2).flat(Infinity).forEach(function (child) {
      if (child !== null && child !== undefined && child !== '') {
        made.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
      }
    });
    return made;
  }

  /** Lays a new tree over an old one and changes only what differs. */
  function lay(old, made) {
    Array.prototype.slice.call(old.attributes).forEach(function (attribute) {
      if (!made.hasAttribute(attribute.name) && attribute.name !== 'open') {
        old.removeAttribute(attribute.name);
      }
    });
    Array.prototype.slice.call(made.attributes).forEach(function (attribute) {
      if (old.getAttribute(attribute.name) !== attribute.value) {
        old.setAttribute(attribute.name, attribute.value);
      }
    });
    if (old.nodeName === 'INPUT') {
      old.checked = made.checked;
    }
    layChildren(old, Array.prototype.slice.call(made.childNodes));
  }

  function layChildren(old, made) {
    made.forEach(function (child, k) {
      var there = old.childNodes[k];
      if (!there) {
        old.appendChild(child);
      } else if (there.nodeType !== child.nodeType || there.nodeName !== child.nodeName
          || (there.nodeType === 1 && there.getAttribute('data-key') !== child.getAttribute('data-key'))) {
        old.replaceChild(child, there);
      } else if (child.nodeType === 3) {
        if (there.data !== child.data) {
          there.data = child.data;
        }
      } else if (child.hasAttribute('data-chart')) {
        there.figure = child.figure;
      } else {
        lay(there, child);
      }
    });
    while (old.childNodes.length > made.length) {
      old.removeChild(old.lastChild);
    }
  }

  function show(place, children) {
    layChildren(place, [].concat(children).flat(Infinity).filter(Boolean));
    place.querySelectorAll('[data-chart]').forEach(function (spot) {
      var look = {dark: isDark(), printing: false};
      var text = JSON.stringify(spot.figure) + look.dark + spot.clientWidth;
      if (spot.drawn !== text) {
        spot.drawn = text;
        spot.chart = bigsweepFigures.draw(spot, spot.figure, look, spot.chart);
      }
    });
  }

  /* values */

  function number(value) {
    return value === null || value === undefined ? '–' : bigsweep.number(value);
  }

  function percent(value) {
    return value === null || value === undefined ? '–' : (100 * value).toFixed(2) + ' %';
  }

  function time(seconds) {
    var s = Math.round(seconds);
    return s < 60 ? s + ' s' : s < 3600 ? Math.floor(s / 60) + ' min ' + s % 60 + ' s'
      : Math.floor(s / 3600) + ' h ' + Math.floor(s / 60) % 60 + ' min';
  }

  function count(value) { return Number(value).toLocaleString('en'); }

  function cell(value, kind) {
    if (typeof value === 'number') {
      return h('td', {'class': 'number'}, /accuracy/.test(kind) ? value.toFixed(4) : number(value));
    }
    var text = value === null || value === undefined || value === false ? ''
      : value === true ? 'yes' : String(value);
    return h('td', kind === 'reason' ? {'class': 'clip', title: text} : {}, text);
  }

  function grid(heads, rows, label) {
    return h('div', {'class': 'scroll', tabindex: '0', role: 'region', 'aria-label': label},
      h('table', {},
        h('thead', {}, h('tr', {}, heads.map(function (head) {
          return h('th', {scope: 'col', 'class': head.number ? 'number' : ''}, head.name);
        }))),
        h('tbody', {}, rows)));
  }

  function link(view, ids) {
    return '#/' + route.folder + '/' + view + (ids ? '/' + ids.map(encodeURIComponent).join('/') : '');
  }

  /* the server */

  function ask(path, given, signal) {
    var query = new URLSearchParams({folder: String(route.folder)});
    (given || []).forEach(function (pair) { query.append(pair[0], pair[1]); });
    return fetch('api/' + path + '?' + query, {signal: signal, headers: {Accept: 'application/json'}})
      .then(function (answer) { return answer.json(); })
      .then(function (json) {
        if (json && json.error) {
          throw new Error(json.error);
        }
        return json;
      });
  }

  /** Says what went wrong, in the sentence that the server gave. */
  function failed(error) {
    if (error.name === 'AbortError') {
      return;
    }
    problem = error instanceof TypeError
      ? 'The server does not answer; the page goes on when it does.' : error.message;
    showFaults([]);
  }

  function showFaults(sentences) {
    var all = sentences.concat(problem ? [problem] : []);
    show(byId('faults'), all.map(function (sentence) { return h('p', {}, sentence); }));
  }

  /* overview */

  function card(value, text) {
    return h('div', {'class': 'card'}, h('b', {}, value), h('span', {}, text));
  }

  function bar(sweep) {
    var parts = [['done', sweep.done - sweep.collapsed], ['collapsed', sweep.collapsed],
      ['diverged', sweep.diverged], ['failed', sweep.failed]];
    var ended = sweep.done + sweep.diverged + sweep.failed;
    // a schedule decides how many are trained: the bar shows those alone
    var whole = sweep.schedule ? ended : sweep.planned;
    var made = h('div', {'class': 'bar', role: 'img', 'aria-label': sweep.statement});
    var keys = h('div', {'class': 'key'});
    parts.forEach(function (part) {
      var piece = h('i', {'class': part[0]});
      piece.style.width = 100 * part[1] / Math.max(1, whole) + '%';
      made.appendChild(piece);
      if (part[1] > 0) {
        keys.appendChild(h('span', {}, h('i', {'class': part[0]}), count(part[1]) + ' ' + part[0]));
      }
    });
    if (!sweep.schedule) {
      keys.appendChild(h('span', {}, count(sweep.missing) + ' not run'));
    }
    return [made, keys];
  }

  function sweepBlock(sweep, choosable) {
    var box = h('input', {type: 'checkbox', 'data-choose-sweep': sweep.file, 'aria-label': 'Choose sweep ' + sweep.file});
    box.checked = chosenSweeps.indexOf(sweep.file) >= 0;
    var facts = [count(sweep.done + sweep.diverged + sweep.failed) + ' of ' + count(sweep.planned)
      + (sweep.schedule ? ' trials of its space; its schedule decides which' : ' trials')];
    if (sweep.per_minute !== null) {
      facts.push(number(Number(sweep.per_minute.toPrecision(3))) + ' per minute');
    }
    if (sweep.seconds_left !== null) {
      facts.push('about ' + time(sweep.seconds_left) + ' left');
    }
    if (sweep.schedule) {
      facts.push('schedule: ' + sweep.schedule);
    }
    return h('div', {'class': 'sweep', 'data-key': sweep.file},
      h('h3', {}, choosable ? box : '', h('a', {href: link('sweep', [sweep.file])}, sweep.name), sweep.running ? h('span', {'class': 'running'}, 'running') : ''),
      sweep.question ? h('p', {'class': 'soft'}, sweep.question) : '',
      bar(sweep), h('p', {}, facts.join(' · ')));
  }

  /* what a rule shows: the columns of the best configuration */

  var SHOWN = [{name: 'validation', number: true}, {name: 'test', number: true}, {name: 'sd', number: true},
    {name: 'seeds', number: true}, {name: 'settings'}];

  function key(b) { return [b.dataset, b.depth, b.rule, b.factors].join(' '); }

  function place(b) { return b.dataset + ', N = ' + b.depth; }

  function swatch(b) {
    var made = h('span', {'class': 'swatch'});
    made.style.cssText = '--light:' + b.colours[0] + ';--dark:' + b.colours[1];
    return made;
  }

  function showing(b) {
    return [h('td', {'class': 'number'}, percent(b.validation_accuracy)),
      h('td', {'class': 'number'}, percent(b.test_accuracy)),
      h('td', {'class': 'number'}, b.test_sd === null ? '–' : (100 * b.test_sd).toFixed(2)),
      h('td', {'class': 'number'}, b.seeds), h('td', {'class': 'settings'}, b.settings)];
  }

  function overview(o) {
    var several = new Set(o.best.map(function (b) { return b.dataset + ' ' + b.depth; })).size > 1;
    var factors = o.best.some(function (b) { return b.factors; });
    var cards = [card(count(o.trials), 'trials here'), card(number(Number(o.core_hours.toPrecision(3))), 'core-hours'),
      card(count(o.lost), 'lost or collapsed'), card(count(o.training), o.drivers.length ? 'in training, by their checkpoints' : 'stopped, with a checkpoint')];
    if (o.hosts.length) {
      cards.push(card(count(o.hosts.length), o.hosts.length === 1 ? 'host: ' + o.hosts[0] : 'hosts in 10 minutes'));
    }
    var blocks = [h('div', {'class': 'cards'}, cards)];
    chosenSweeps = chosenSweeps.filter(function (file) {
      return o.sweeps.some(function (sweep) { return sweep.file === file; });
    });
    var choosable = o.sweeps.length > 1;
    blocks.push(h('div', {'class': 'block', 'data-key': 'sweeps'}, h('h2', {}, 'Sweeps'),
      choosable ? h('div', {'class': 'tools'}, h('button', {type: 'button', id: 'compare-sweeps'})) : '',
      o.sweeps.length ? o.sweeps.map(function (sweep) { return sweepBlock(sweep, choosable); }) : h('p', {}, 'The folder keeps no sweep file.'),
      o.drivers.map(function (d) {
        return h('p', {'class': 'soft'}, d.sweep + ' is run by ' + d.holder + '.');
      })));
    if (o.best.length) {
      blocks.push(h('div', {'class': 'block', 'data-key': 'best'}, h('h2', {}, 'Best so far by rule'),
        grid([{name: 'rule'}, several ? {name: 'data, N'} : null, factors ? {name: 'factors'} : null]
          .concat(SHOWN).filter(Boolean),
        o.best.map(function (b) {
          return h('tr', {'data-key': key(b)}, h('td', {}, swatch(b), b.rule),
            several ? h('td', {}, place(b)) : null, factors ? h('td', {}, b.factors) : null, showing(b));
        }), 'Best configuration of each rule')));
    }
    if (o.rungs.rows.length) {
      var names = o.rungs.columns;
      blocks.push(h('div', {'class': 'block', 'data-key': 'rungs'}, h('h2', {}, 'Rungs and decisions'),
        grid(names.map(function (name, k) { return {name: name.replace(/_/g, ' '), number: k > 1}; }),
          o.rungs.rows.map(function (row) {
            return h('tr', {}, row.map(function (value, k) {
              return names[k] === 'best_so_far' ? h('td', {'class': 'number'}, percent(value)) : cell(value, '');
            }));
          }), 'Rungs')));
    }
    if (o.paused.length) {
      blocks.push(h('div', {'class': 'block', 'data-key': 'paused'}, h('h2', {}, 'Paused trials'),
        grid([{name: 'trial'}, {name: 'rule'}, {name: 'what'}, {name: 'sweep'}, {name: 'rung', number: true},
          {name: 'epoch', number: true}, {name: 'validation', number: true}],
        o.paused.map(function (p) {
          return h('tr', {'data-key': p.trial_id},
            h('td', {'class': 'id'}, h('a', {href: link('trial', [p.trial_id])}, p.trial_id)),
            h('td', {}, p.rule === null ? '–' : p.rule), h('td', {}, p.what),
            h('td', {}, p.sweep === null ? '–' : p.sweep), h('td', {'class': 'number'}, number(p.rung)),
            h('td', {'class': 'number'}, p.epoch), h('td', {'class': 'number'}, percent(p.validation_accuracy)));
        }), 'Paused trials'),
        o.all_paused > o.paused.length ? h('p', {'class': 'soft'}, 'And ' + count(o.all_paused - o.paused.length)
          + ' more; the views paused and decisions have them all.') : ''));
    }
    blocks.push(h('div', {'class': 'block', 'data-key': 'losses'}, h('h2', {}, 'Lost and collapsed, last first'),
      o.losses.length === 0 ? h('p', {}, 'No trial diverged, failed or collapsed.')
        : grid([{name: 'trial'}, {name: 'rule'}, {name: 'what'}, {name: 'epoch', number: true},
          {name: 'reason'}, {name: 'ended'}],
        o.losses.map(function (l) {
          return h('tr', {'data-key': l.trial_id},
            h('td', {'class': 'id'}, h('a', {href: link('trial', [l.trial_id])}, l.trial_id)),
            h('td', {}, l.rule), h('td', {}, l.what), h('td', {'class': 'number'}, number(l.epoch)),
            h('td', {'class': 'wrap'}, l.reason), h('td', {}, l.ended.slice(0, 19).replace('T', ' ')));
        }), 'Lost and collapsed trials')));
    show(byId('view-overview'), blocks);
    chooseState();
    showFaults(o.faults);
  }

  /* trials */

  var plot = bigsweepParallel.create(byId('parallel'), function () {
    table.from = 0;
    trials();
  });

  function conditions() {
    var given = [['find', byId('find').value]];
    ['rule', 'state'].forEach(function (name) {
      if (byId(name).value) {
        given.push(['is', name + '=' + byId(name).value]);
      }
    });
    return given;
  }

  function brushed() {
    var given = [];
    plot.conditions().forEach(function (c) {
      if (c.values) {
        (c.values.length ? c.values : ['\u0000']).forEach(function (v) { given.push(['is', c.name + '=' + v]); });
      } else {
        given.push(['between', c.name + '=' + c.low + '~' + c.high]);
      }
    });
    return given;
  }

  function options(select, values) {
    var keep = select.value;
    layChildren(select, [h('option', {value: ''}, 'all')].concat(values.map(function (value) {
      return h('option', {value: value}, value);
    })));
    select.value = keep;
  }

  var trialsAsked = 0;
  var axesAt = 0;

  /** The table; the axes as well if something else than a brush has changed. */
  function trials(axes) {
    var mine = ++trialsAsked;
    var given = conditions();
    var order = [['sort', table.sort], ['down', table.down ? '1' : '0'], ['from', String(table.from)],
      ['count', String(PAGE)]];
    var parts = [ask('trials', given.concat(brushed(), order))];
    if (axes && byId('parallel-fold').open) {
      parts.push(ask('axes', given));
    }
    return Promise.all(parts).then(function (answers) {
      if (mine !== trialsAsked) {
        return;
      }
      if (answers[1]) {
        axesAt = Date.now();
        plot.show(answers[1], isDark());
        byId('parallel-note').textContent = answers[1].lines.length < answers[1].fits
          ? 'Drawn: ' + count(answers[1].lines.length) + ' of ' + count(answers[1].fits) + ' trials, evenly chosen.'
          : '';
      }
      trialTable(answers[0]);
    }).catch(failed);
  }

  function trialTable(page) {
    columns = page.columns;
    options(byId('rule'), page.choices.rule);
    options(byId('state'), page.choices.state);
    show(byId('brushes'), plot.conditions().map(function (c) {
      return h('button', {type: 'button', 'class': 'chip', 'data-clear': c.name, 'aria-label': 'Remove the filter of ' + c.name},
        c.name + ': ' + c.text + ' ✕');
    }));
    var heads = [h('th', {scope: 'col'}, h('span', {'class': 'hidden'}, 'choose'))].concat(
      page.columns.map(function (name, k) {
        var numeric = page.rows.some(function (row) { return typeof row[k] === 'number'; });
        var sorted = table.sort === name;
        return h('th', {scope: 'col', 'class': numeric ? 'number' : '',
          'aria-sort': sorted ? (table.down ? 'descending' : 'ascending') : 'none'},
        h('button', {type: 'button', 'data-sort': name}, name));
      }));
    show(byId('rows'), h('table', {id: 'trial-table'},
      h('caption', {'class': 'hidden'}, 'Trials'),
      h('thead', {}, h('tr', {}, heads)),
      h('tbody', {}, page.rows.map(function (row) {
        var id = row[0];
        var box = h('input', {type: 'checkbox', 'data-choose': id, 'aria-label': 'Choose trial ' + id});
        box.checked = chosen.indexOf(id) >= 0;
        return h('tr', {'data-key': id, 'class': box.checked ? 'chosen' : ''},
          h('td', {}, box), row.map(function (value, k) {
            return k === 0
              ? h('td', {'class': 'id'}, h('a', {href: link('trial', [id])}, id))
              : cell(value, page.columns[k]);
          }));
      }))));
    byId('count').textContent = page.fits
      ? 'Trials ' + count(page.from + 1) + ' to ' + count(page.from + page.rows.length) + ' of '
        + count(page.fits) + (page.fits < page.total ? ' that fit, of ' + count(page.total) : '')
      : page.total ? 'No trial fits.' : 'No trial is here yet.';
    byId('back').disabled = page.from === 0;
    byId('on').disabled = page.from + page.rows.length >= page.fits;
    table.from = page.from;
    chooseState();
  }

  function chooseState() {
    byId('compare').disabled = chosen.length !== 2;
    byId('compare').textContent = chosen.length === 1 ? 'Compare two (1 chosen)' : 'Compare two';
    if (byId('compare-sweeps')) {
      byId('compare-sweeps').disabled = chosenSweeps.length !== 2;
      byId('compare-sweeps').textContent = chosenSweeps.length === 1 ? 'Compare two (1 chosen)' : 'Compare two';
    }
  }

  /* one trial, or two side by side */

  var INKS = [{light: '#0072B2', dark: '#3D9BD9', dash: 'SOLID', symbol: 'CIRCLE'},
    {light: '#D55E00', dark: '#D55E00', dash: 'DASHED', symbol: 'RECT'},
    {light: '#009E73', dark: '#009E73', dash: 'DOTTED', symbol: 'TRIANGLE'}];
  var LAYERED = [['update_cosine', 'cosine of update and gradient'], ['estimate_cosine', 'cosine of estimate and gradient'],
    ['ei_imbalance', 'imbalance of excitation and inhibition'], ['gradient_norm', 'norm of the gradient'],
    ['saturation', 'saturated share']];

  function values(t, name) {
    var k = t.columns.indexOf(name);
    return k < 0 ? [] : t.rows.map(function (row) { return row[k]; });
  }

  function curve(t, x, y) {
    var xs = values(t, x);
    return values(t, y).map(function (value, k) { return {x: xs[k], y: value, interval: null, note: ''}; })
      .filter(function (p) { return p.y !== null; });
  }

  function series(name, ink, points) {
    return {kind: 'series', name: name, ink: ink, joined: true, spread: 'BAND', points: points};
  }

  function chart(id, panels) {
    var drawn = panels.filter(function (p) {
      return p.marks.some(function (m) { return m.points.length > 0; });
    });
    if (!drawn.length) {
      return null;
    }
    var spot = h('div', {'class': 'chart', 'data-chart': id, 'data-key': id, role: 'img',
      'aria-label': drawn.map(function (p) { return p.title; }).join(', ')});
    spot.figure = {id: id, subject: id, title: '', n: '', caption: '', chart: {kind: 'panels', panels: drawn}};
    return spot;
  }

  function axis(name, scale) { return {name: name, scale: scale, categories: []}; }

  /** The ink of the k-th of some layers, whose colours run from the first to the last. */
  function mix(k, last) {
    var light = echarts.color.lerp(last > 0 ? k / last : 0, ['#482878', '#26828e', '#8c9600']);
    return {light: light, dark: echarts.color.lerp(1 / 3, [light, '#ffffff']), dash: 'SOLID',
      symbol: ['CIRCLE', 'TRIANGLE', 'DIAMOND', 'RECT'][k % 4]};
  }

  function epochCharts(found) {
    var two = found.length > 1;
    function marks(names) {
      var made = [];
      found.forEach(function (t, i) {
        names.forEach(function (name, k) {
          made.push(series(two ? (i ? 'second' : 'first') + ': ' + name.split('_')[0] : name.split('_')[0],
            two ? {light: INKS[i].light, dark: INKS[i].dark, dash: INKS[k].dash, symbol: INKS[k].symbol} : INKS[k],
            curve(t.epochs, 'epoch', name)));
        });
      });
      return made;
    }
    return chart('epochs', [
      {title: 'accuracy', x: axis('epoch', 'WHOLE'), y: axis('accuracy', 'LINEAR'),
        marks: marks(['train_accuracy', 'validation_accuracy', 'test_accuracy'])},
      {title: 'loss', x: axis('epoch', 'WHOLE'), y: axis('loss', 'LOG'),
        marks: marks(['train_loss', 'validation_loss', 'test_loss'])}]);
  }

  function layerChart(t, id) {
    var layers = Array.from(new Set(values(t.layers, 'layer')));
    var which = values(t.layers, 'layer');
    return chart('layers-' + id, LAYERED.map(function (measure) {
      return {title: measure[1], x: axis('epoch', 'WHOLE'), y: axis(measure[0].replace(/_/g, ' '), 'LINEAR'),
        marks: layers.map(function (layer, k) {
          var xs = values(t.layers, 'epoch');
          var points = values(t.layers, measure[0]).map(function (value, r) {
            return {x: xs[r], y: value, interval: null, note: '', layer: which[r]};
          }).filter(function (p) { return p.layer === layer && p.y !== null; });
          return series('layer ' + layer, mix(k, layers.length - 1), points);
        })};
    }));
  }

  function pairs(title, objects) {
    var names = Array.from(new Set(objects.flatMap(function (o) { return Object.keys(o); })));
    return !names.length ? null : h('div', {'class': 'block', 'data-key': title}, h('h2', {}, title),
      h('div', {'class': 'scroll', tabindex: '0', role: 'region', 'aria-label': title},
        h('table', {}, h('tbody', {}, names.map(function (name) {
          var texts = objects.map(function (o) { return bigsweepFigures.shown(o[name] === undefined ? null : o[name]); });
          var differs = texts.length > 1 && texts[0] !== texts[1];
          return h('tr', {'class': differs ? 'differs' : ''}, h('th', {scope: 'row'}, name),
            texts.map(function (text) { return h('td', {'class': 'wrap'}, text); }));
        })))));
  }

  function plain(title, t) {
    if (!t.rows.length) {
      return null;
    }
    return h('div', {'class': 'block', 'data-key': title}, h('h2', {}, title),
      grid(t.columns.map(function (name) { return {name: name}; }),
        t.rows.map(function (row) {
          return h('tr', {}, row.map(function (value, k) { return cell(value, t.columns[k]); }));
        }), title));
  }

  function trial(ids) {
    return Promise.all(ids.map(function (id) { return ask('trial', [['id', id]]); })).then(function (found) {
      if (route.view !== 'trial' || route.ids.join() !== ids.join()) {
        return;
      }
      var two = found.length > 1;
      show(byId('view-trial'), [
        h('p', {}, h('a', {href: link('trials')}, '← All trials')),
        h('div', {'class': 'pair'}, found.map(function (t, i) {
          return h('div', {}, h('p', {'class': 'kicker'}, (two ? (i ? 'second: ' : 'first: ') : '') + 'trial ' + t.trial_id),
            h('h2', {}, (t.rule ? t.rule + ', ' : '') + t.state.toLowerCase()
              + (t.result.test_accuracy !== undefined ? ', ' + percent(t.result.test_accuracy) + ' on test images' : '')),
            t.waiting ? h('p', {'class': 'waiting'}, t.waiting)
              : t.result.reason ? h('p', {'class': 'error'}, t.result.reason) : '',
            t.sweeps.length ? h('p', {'class': 'soft'}, 'Wanted by ' + t.sweeps.join(', ') + '.') : '',
            t.rerun ? [h('p', {}, 'Alone again:'), h('div', {'class': 'rerun'}, h('pre', {tabindex: '0'}, t.rerun),
              h('button', {type: 'button', 'data-copy': t.rerun}, 'Copy'))] : '');
        })),
        h('div', {'class': 'block', 'data-key': 'curves'}, h('h2', {}, 'By epoch'), epochCharts(found)),
        h('div', {'class': 'pair', 'data-key': 'layers'}, found.map(function (t, i) {
          var drawn = layerChart(t, String(i));
          return drawn ? h('div', {}, h('h2', {}, 'By epoch and layer' + (two ? (i ? ', second' : ', first') : '')), drawn) : '';
        })),
        pairs('Parameters', found.map(function (t) { return t.parameters; })),
        pairs('Result', found.map(function (t) { return t.result; })),
        pairs('Provenance', found.map(function (t) { return t.provenance; })),
        two ? null : plain('Epochs', found[0].epochs), two ? null : plain('Attempts', found[0].attempts),
        two ? null : plain('Decisions', found[0].decisions)]);
    }).catch(failed);
  }

  /* one sweep, or two side by side */

  /** For each rule of a sweep, or of two, a line for each and how their test accuracies differ. */
  function ruleRows(found, keys, rules) {
    return keys.flatMap(function (k) {
      var both = rules.map(function (own) { return own[k]; });
      var any = both.find(Boolean);
      var tests = both.map(function (b) { return b ? b.test_accuracy : null; });
      var differs = both.length === 2 && tests[0] !== null && tests[1] !== null
        ? 100 * (tests[1] - tests[0]) : null;
      var span = {rowspan: String(both.length)};
      return both.map(function (b, i) {
        return h('tr', {'data-key': k + ' ' + i, 'class': i ? 'second' : ''},
          i ? null : [h('th', Object.assign({scope: 'rowgroup'}, span), swatch(any), any.rule),
            h('td', span, place(any) + (any.factors ? ', ' + any.factors : ''))],
          both.length > 1 ? h('td', {}, i ? 'second' : 'first') : null,
          both.length < 2 || i ? null : h('td', Object.assign({'class': 'number difference'}, span),
            differs === null ? '–' : (differs > 0 ? '+' : '') + differs.toFixed(2).replace('-', '−')),
          b ? [h('td', {'class': 'number', title: b.statement}, count(b.done) + ' of ' + count(b.planned)), showing(b)]
            : h('td', {colspan: '6', 'class': 'soft'}, 'not in this sweep'));
      });
    });
  }

  function ruleChart(keys, rules) {
    return chart('sweeps', keys.map(function (k) {
      var any = rules.map(function (own) { return own[k]; }).find(Boolean);
      var title = [any.rule, place(any), any.factors].filter(Boolean).join(', ');
      return {title: title, x: axis('epoch', 'WHOLE'), y: axis('test accuracy', 'LINEAR'),
        marks: rules.flatMap(function (own, i) {
          return (own[k] ? own[k].reported : []).filter(function (id) { return curves[id]; }).map(function (id) {
            return series(rules.length > 1 ? (i ? 'second' : 'first') : 'each seed', INKS[i],
              curve(curves[id], 'epoch', 'test_accuracy').filter(function (p) { return p.x > 0; }));
          });
        })};
    }));
  }

  /** Shows sweeps with the curves that are here. Returns the trials of all curves. */
  function showSweeps(found) {
    var two = found.length > 1;
    var rules = found.map(function (sweep) {
      var own = {};
      sweep.rules.forEach(function (rule) { own[key(rule)] = rule; });
      return own;
    });
    var keys = Array.from(new Set(rules.flatMap(Object.keys)));
    var charted = keys.filter(function (k) {
      return rules.some(function (own) { return own[k] && own[k].reported.length; });
    }).slice(0, MOST_PANELS);
    var curved = charted.flatMap(function (k) {
      return rules.map(function (own) { return own[k]; }).filter(Boolean);
    });
    var cut = curved.some(function (rule) { return rule.seeds > rule.reported.length; });
    var drawn = ruleChart(charted, rules);
    show(byId('view-sweep'), [
      h('p', {}, h('a', {href: link('overview')}, '← Overview')),
      h('div', {'class': 'pair block'}, found.map(function (sweep, i) {
        return h('div', {}, h('p', {'class': 'kicker'}, (two ? (i ? 'second: ' : 'first: ') : '') + 'sweep ' + sweep.file),
          sweepBlock(sweep, false));
      })),
      h('div', {'class': 'block', 'data-key': 'rules'}, h('h2', {}, 'By rule'),
        h('p', {'class': 'soft'}, 'The best configuration of each rule, chosen by validation accuracy on the sweep’s own tuning '
          + 'seeds, and its test accuracy on the reporting seeds' + (two ? '; the difference is second minus first, in points of per cent.' : '.')),
        grid([{name: 'rule'}, {name: 'data, N'}].concat(two ? [{name: 'sweep'}, {name: 'difference', number: true}] : [],
          [{name: 'done', number: true}], SHOWN), ruleRows(found, keys, rules), 'Rules of the sweeps')),
      drawn ? h('div', {'class': 'block', 'data-key': 'curves'}, h('h2', {}, 'By epoch'),
        h('p', {'class': 'soft'}, 'Test accuracy after each epoch, a line for each reporting seed' + (cut ? ', the first ten of them' : '')
          + (charted.length < keys.length ? '; of the first ' + charted.length + ' lines of the table.' : '.')), drawn) : '']);
    return curved.flatMap(function (rule) { return rule.reported; });
  }

  function sweeps(files) {
    function isOpen() { return route.view === 'sweep' && route.ids.join() === files.join(); }
    /** Curves of finished trials never change, so each is asked for once. */
    function drawAll(found) {
      var shown = showSweeps(found);
      var wanted = Array.from(new Set(shown)).filter(function (id) { return !curves[id]; }).slice(0, MOST_CURVES);
      return !wanted.length ? null : ask('curves', wanted.map(function (id) { return ['id', id]; })).then(function (read) {
        Object.assign(curves, read);
        return isOpen() ? drawAll(found) : null;
      });
    }
    return Promise.all(files.map(function (file) { return ask('sweep', [['file', file]]); }))
      .then(function (found) { return isOpen() ? drawAll(found) : null; }).catch(failed);
  }

  /* figures */

  function drawFigures(again) {
    Object.keys(figures).forEach(function (id) {
      var f = figures[id];
      var text = JSON.stringify(f.drawn) + isDark() + f.section.clientWidth;
      if (again || f.text !== text) {
        f.text = text;
        f.chart = bigsweepFigures.draw(
          f.section.querySelector('.chart'), f.drawn, {dark: isDark(), printing: false}, f.chart);
        var data = f.section.querySelector('details.data .scroll');
        if (data.firstChild) {
          layChildren(data, [bigsweepFigures.table(f.drawn.columns, f.drawn.rows)]);
        }
      }
    });
  }

  /** Asks once at a time: the first answer takes long, and a browser has six connections to a server. */
  function figuresView() {
    var folder = route.folder;
    figuresAsked.abort();
    figuresAsked = new AbortController();
    if (!Object.keys(figures).length) {
      byId('figures-note').textContent = 'Drawing the figures; the first time this starts Spark and takes some seconds.';
    }
    return ask('figures', [], figuresAsked.signal).then(function (answer) {
      if (route.view !== 'figures' || route.folder !== folder) {
        return;
      }
      byId('figures-note').textContent = 'As of version ' + answer.version + ' of the folder; drawn again as trials finish.';
      var place = byId('figures');
      var ids = answer.figures.map(function (f) { return f.id; });
      Object.keys(figures).forEach(function (id) {
        if (ids.indexOf(id) < 0) {
          figures[id].section.remove();
          delete figures[id];
        }
      });
      answer.figures.forEach(function (f, k) {
        var parsed = document.createElement('template');
        parsed.innerHTML = f.section;
        var made = parsed.content.querySelector('section');
        if (!figures[f.id]) {
          figures[f.id] = {section: made};
          place.insertBefore(made, place.children[k] || null);
          bigsweepFigures.wire(made, function () { return figures[f.id].drawn; }, isDark);
        } else {
          ['.kicker', 'h2', 'figcaption', 'details.query pre', 'details.data summary'].forEach(function (part) {
            var old = figures[f.id].section.querySelector(part);
            if (old.textContent !== made.querySelector(part).textContent) {
              old.textContent = made.querySelector(part).textContent;
            }
          });
        }
        figures[f.id].drawn = f.drawn;
      });
      drawFigures(false);
      show(byId('gaps'), answer.gaps.length ? [h('h2', {}, 'Figures without data'), h('ul', {}, answer.gaps.map(function (g) {
        return h('li', {}, h('b', {}, g.subject), ' (' + g.id + '). ' + g.wanted);
      }))] : []);
    }).catch(function (error) {
      if (error.name !== 'AbortError') {
        byId('figures-note').textContent = error.message;
      }
    });
  }

  /* routes */

  function parse() {
    var parts = window.location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    var folder = Math.max(0, Math.min(folders.length - 1, Number(parts[0]) || 0));
    var view = VIEWS.indexOf(parts[1]) >= 0 ? parts[1] : 'overview';
    return {folder: folder, view: view, ids: parts.slice(2, 4).filter(Boolean)};
  }

  function open() {
    var next = parse();
    if (next.folder !== route.folder) {
      chosen = [];
      chosenSweeps = [];
      curves = {};
      table.from = 0;
      Object.keys(figures).forEach(function (id) { figures[id].section.remove(); });
      figures = {};
    }
    var moved = next.view !== route.view || next.ids.join() !== route.ids.join();
    route = next;
    VIEWS.forEach(function (view) {
      byId('view-' + view).hidden = view !== route.view;
    });
    document.querySelectorAll('#tabs a').forEach(function (tab) {
      var view = tab.getAttribute('data-view');
      tab.setAttribute('href', link(view));
      if (view === (PARENTS[route.view] || route.view)) {
        tab.setAttribute('aria-current', 'page');
      } else {
        tab.removeAttribute('aria-current');
      }
    });
    if (moved) {
      window.scrollTo(0, 0);
    }
    showFolders();
    draw();
    listeners.forEach(function (listener) { listener(route); });
  }

  function showFolders() {
    var several = folders.length > 1;
    byId('folder-label').hidden = !several;
    if (several) {
      layChildren(byId('folder'), folders.map(function (f, k) { return h('option', {value: String(k)}, f.name); }));
      byId('folder').value = String(route.folder);
    }
    var name = folders[route.folder] ? folders[route.folder].name : '';
    byId('folder-name').textContent = several ? '' : name;
    document.title = 'bigsweep: ' + name.split('/').pop();
  }

  /**
   * Draws the open view from what the server has now.
   *
   * news: whether only trials have come; then the axes may wait a little
   */
  function draw(news) {
    problem = '';
    var state = folders[route.folder];
    shownEdition = state ? route.folder + ' ' + state.edition + ' ' + state.figures : null;
    if (route.view === 'overview') {
      return ask('overview').then(overview).catch(failed);
    }
    ask('overview').then(function (o) { showFaults(o.faults); }).catch(failed);
    if (route.view === 'trials') {
      return trials(!news || Date.now() - axesAt > AXES_PAUSE);
    }
    if (route.view === 'trial') {
      return trial(route.ids);
    }
    if (route.view === 'sweep') {
      return sweeps(route.ids);
    }
    return route.view === 'figures' ? figuresView() : Promise.resolve();
  }

  function follow() {
    var events = new EventSource('api/events');
    events.onmessage = function (event) {
      byId('link').setAttribute('data-state', 'live');
      byId('link').textContent = 'live';
      var first = folders.length === 0;
      folders = JSON.parse(event.data);
      if (first) {
        open();
        return;
      }
      showFolders();
      var state = folders[route.folder];
      if (problem || shownEdition !== route.folder + ' ' + state.edition + ' ' + state.figures) {
        draw(true);
      }
    };
    events.onerror = function () {
      byId('link').setAttribute('data-state', 'lost');
      byId('link').textContent = 'connecting again';
      if (events.readyState === EventSource.CLOSED) {
        setTimeout(follow, 3000);
      }
    };
    window.addEventListener('pagehide', function () { events.close(); });
  }

  /* what a reader does */

  document.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (!button) {
      return;
    }
    if (button.hasAttribute('data-sort')) {
      var name = button.getAttribute('data-sort');
      table.down = table.sort === name ? !table.down : false;
      table.sort = name;
      table.from = 0;
      trials();
    } else if (button.id === 'compare-sweeps') {
      window.location.hash = link('sweep', chosenSweeps);
    } else if (button.hasAttribute('data-clear')) {
      plot.clear(button.getAttribute('data-clear'));
    } else if (button.hasAttribute('data-copy')) {
      navigator.clipboard.writeText(button.getAttribute('data-copy')).then(function () {
        button.textContent = 'Copied';
      }, function () {
        button.textContent = 'Cannot copy';
      });
    }
  });

  document.addEventListener('change', function (event) {
    function choice(before, id) {
      return before.filter(function (other) { return other !== id; }).concat(event.target.checked ? [id] : []).slice(-2);
    }
    var sweep = event.target.getAttribute('data-choose-sweep');
    var id = event.target.getAttribute('data-choose');
    if (sweep) {
      chosenSweeps = choice(chosenSweeps, sweep);
    } else if (id) {
      chosen = choice(chosen, id);
    } else {
      return;
    }
    document.querySelectorAll('[data-choose-sweep]').forEach(function (box) {
      box.checked = chosenSweeps.indexOf(box.getAttribute('data-choose-sweep')) >= 0;
    });
    document.querySelectorAll('[data-choose]').forEach(function (box) {
      box.checked = chosen.indexOf(box.getAttribute('data-choose')) >= 0;
      box.closest('tr').className = box.checked ? 'chosen' : '';
    });
    chooseState();
  });

  var typed = null;
  byId('find').addEventListener('input', function () {
    clearTimeout(typed);
    typed = setTimeout(function () {
      table.from = 0;
      trials(true);
    }, 150);
  });
  ['rule', 'state'].forEach(function (name) {
    byId(name).addEventListener('change', function () {
      table.from = 0;
      trials(true);
    });
  });
  byId('back').addEventListener('click', function () {
    table.from = Math.max(0, table.from - PAGE);
    trials();
  });
  byId('on').addEventListener('click', function () {
    table.from += PAGE;
    trials();
  });
  byId('compare').addEventListener('click', function () { window.location.hash = link('trial', chosen); });
  byId('parallel-fold').addEventListener('toggle', function () {
    if (route.view === 'trials' && folders.length) {
      trials(true);
    }
  });
  byId('folder').addEventListener('change', function () {
    window.location.hash = '#/' + byId('folder').value + '/' + (PARENTS[route.view] || route.view);
  });

  function redraw() {
    if (route.view === 'figures') {
      drawFigures(true);
    } else {
      draw();
    }
  }

  bigsweepFigures.follow(redraw);
  byId('theme').addEventListener('click', function () {
    window.localStorage.setItem('bigsweep.theme', isDark() ? 'dark' : 'light');
  });
  window.addEventListener('hashchange', open);
  follow();

  return {
    h: h, show: show, ask: ask, count: count,
    state: function () { return {folders: folders, columns: columns}; },
    onOpen: function (listener) {
      listeners.push(listener);
      listener(route);
    }
  };
})();
