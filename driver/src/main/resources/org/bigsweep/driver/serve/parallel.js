/*
 * Parallel coordinates with a brush on every axis, as SVG. A brush is dragged with a pointer, or
 * moved with keys: Enter makes one, the arrows move its upper end, with Shift its lower end,
 * Escape removes it.
 */
var bigsweepParallel = (function () {
  'use strict';

  var NS = 'http://www.w3.org/2000/svg';
  var HEIGHT = 250;
  var TOP = 34;
  var BOTTOM = 14;
  var LEFT = 14;
  /** Room for the labels of the last axis. */
  var RIGHT = 74;
  var NARROWEST = 92;
  var STEPS = 40;

  function svg(name, attributes, text) {
    var made = document.createElementNS(NS, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  /** The place of a value on its axis, 0 below to 1 above; null if it has none. */
  function place(axis, value) {
    if (value === null || value === undefined) {
      return null;
    }
    if (axis.values) {
      var index = axis.values.indexOf(String(value));
      return index < 0 ? null : axis.values.length < 2 ? 0.5 : index / (axis.values.length - 1);
    }
    return axis.log
      ? Math.log(value / axis.low) / Math.log(axis.high / axis.low)
      : (value - axis.low) / (axis.high - axis.low);
  }

  /** The value at a place of a number's axis. */
  function valueAt(axis, at) {
    return axis.log
      ? axis.low * Math.pow(axis.high / axis.low, at) : axis.low + at * (axis.high - axis.low);
  }

  /** The condition that a brush from place a to place b puts on a column. */
  function condition(axis, brush) {
    var low = Math.min(brush[0], brush[1]);
    var high = Math.max(brush[0], brush[1]);
    if (axis.values) {
      return {
        values: axis.values.filter(function (value) {
          var at = place(axis, value);
          return at >= low - 1e-9 && at <= high + 1e-9;
        })
      };
    }
    // the ends of an axis include the extreme values exactly
    return {
      low: low <= 0 ? axis.low : valueAt(axis, low), high: high >= 1 ? axis.high : valueAt(axis, high)
    };
  }

  function said(axis, brush) {
    if (!brush) {
      return 'no filter';
    }
    var range = condition(axis, brush);
    return range.values
      ? range.values.join(', ') || 'nothing'
      : bigsweep.number(range.low) + ' to ' + bigsweep.number(range.high);
  }

  /**
   * Draws the plot into a place and keeps brushes by column.
   *
   * changed: called when a brush has changed, after the pointer is up
   */
  function create(root, changed) {
    var data = {axes: [], lines: []};
    var brushes = {};
    var dark = false;

    function y(at) {
      return TOP + (1 - at) * (HEIGHT - TOP - BOTTOM);
    }

    function placeAt(clientY, drawn) {
      var box = drawn.getBoundingClientRect();
      var at = 1 - ((clientY - box.top) * HEIGHT / box.height - TOP) / (HEIGHT - TOP - BOTTOM);
      return Math.max(0, Math.min(1, at));
    }

    function paint(lines) {
      var last = data.axes.length - 1;
      var colours = dark ? bigsweep.lines.dark : bigsweep.lines.light;
      lines.forEach(function (line) {
        var inside = data.axes.every(function (axis, k) {
          var brush = brushes[axis.name];
          if (!brush) {
            return true;
          }
          var at = place(axis, line.values[k]);
          return at !== null && at >= Math.min(brush[0], brush[1]) - 1e-9
            && at <= Math.max(brush[0], brush[1]) + 1e-9;
        });
        var end = place(data.axes[last], line.values[last]);
        line.path.setAttribute('class', inside ? 'line' : 'line off');
        line.path.setAttribute(
          'stroke', inside && end !== null ? echarts.color.lerp(Math.max(0, Math.min(1, end)), colours) : '#888888');
      });
    }

    function axisGroup(axis, x, step, drawn, lines) {
      var group = svg('g', {
        tabindex: '0', role: 'slider', 'aria-label': 'Filter by ' + axis.name,
        'aria-valuemin': '0', 'aria-valuemax': '100', 'data-axis': axis.name
      });
      var box = svg('rect', {'class': 'brush', x: x - 8, width: 16, y: 0, height: 0});
      group.appendChild(svg('line', {'class': 'axis', x1: x, x2: x, y1: y(0), y2: y(1)}));
      group.appendChild(box);
      var room = Math.max(6, Math.floor(step / 6.2));
      var name = axis.name.length > room ? axis.name.slice(0, room - 1) + '…' : axis.name;
      var label = svg('text', {x: x - 8, y: 14}, name);
      label.appendChild(svg('title', {}, axis.name));
      group.appendChild(label);
      var ticks = axis.values
        ? axis.values.map(function (value) { return [place(axis, value), value]; })
        : [0, 0.5, 1].map(function (at) { return [at, bigsweep.number(valueAt(axis, at))]; });
      ticks.forEach(function (tick) {
        var text = String(tick[1]);
        group.appendChild(svg('text', {
          'class': 'tick', x: x + 9, y: y(tick[0]) + 3
        }, text.length > room - 1 ? text.slice(0, Math.max(3, room - 2)) + '…' : text));
      });
      var hit = svg('rect', {
        'class': 'hit', x: x - 14, width: 28, y: TOP - 6, height: HEIGHT - TOP - BOTTOM + 12
      });
      group.appendChild(hit);

      function show() {
        var brush = brushes[axis.name];
        var low = brush ? Math.min(brush[0], brush[1]) : 0;
        var high = brush ? Math.max(brush[0], brush[1]) : 0;
        box.setAttribute('y', brush ? y(high) - 3 : 0);
        box.setAttribute('height', brush ? y(low) - y(high) + 6 : 0);
        group.setAttribute('aria-valuenow', String(Math.round(100 * (brush ? high : 1))));
        group.setAttribute('aria-valuetext', said(axis, brush));
        paint(lines);
      }

      hit.addEventListener('pointerdown', function (event) {
        var start = placeAt(event.clientY, drawn);
        var moved = false;
        hit.setPointerCapture(event.pointerId);
        event.preventDefault();
        group.focus();
        function move(next) {
          var at = placeAt(next.clientY, drawn);
          moved = moved || Math.abs(at - start) > 0.015;
          if (moved) {
            brushes[axis.name] = [start, at];
            show();
          }
        }
        function up() {
          hit.removeEventListener('pointermove', move);
          hit.removeEventListener('pointerup', up);
          hit.removeEventListener('pointercancel', up);
          if (!moved) {
            delete brushes[axis.name];
            show();
          }
          changed();
        }
        hit.addEventListener('pointermove', move);
        hit.addEventListener('pointerup', up);
        hit.addEventListener('pointercancel', up);
      });
      group.addEventListener('keydown', function (event) {
        var by = axis.values && axis.values.length > 1 ? 1 / (axis.values.length - 1) : 1 / STEPS;
        var brush = brushes[axis.name];
        if (event.key === 'Enter' && !brush) {
          brushes[axis.name] = [0.5, 1];
        } else if (event.key === 'Escape' && brush) {
          delete brushes[axis.name];
        } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && brush) {
          var end = event.shiftKey ? 0 : 1;
          var sorted = [Math.min(brush[0], brush[1]), Math.max(brush[0], brush[1])];
          sorted[end] = Math.max(0, Math.min(1, sorted[end] + (event.key === 'ArrowUp' ? by : -by)));
          brushes[axis.name] = sorted;
        } else {
          return;
        }
        event.preventDefault();
        show();
        changed();
      });
      show();
      return group;
    }

    function draw() {
      var focused = document.activeElement && root.contains(document.activeElement)
        ? document.activeElement.getAttribute('data-axis') : null;
      var width = Math.max(root.clientWidth, NARROWEST * data.axes.length);
      var drawn = svg('svg', {
        viewBox: '0 0 ' + width + ' ' + HEIGHT, width: width, height: HEIGHT, role: 'group',
        'aria-label': 'Parallel coordinates of ' + data.lines.length + ' trials'
      });
      var step = (width - LEFT - RIGHT) / Math.max(1, data.axes.length - 1);
      var lines = data.lines.map(function (values) {
        var d = '';
        values.forEach(function (value, k) {
          var at = place(data.axes[k], value);
          if (at !== null) {
            d += (d ? 'L' : 'M') + (LEFT + k * step).toFixed(1) + ' ' + y(at).toFixed(1);
          }
        });
        var path = svg('path', {d: d || 'M0 0'});
        drawn.appendChild(path);
        return {values: values, path: path};
      });
      data.axes.forEach(function (axis, k) {
        drawn.appendChild(axisGroup(axis, LEFT + k * step, step, drawn, lines));
      });
      root.textContent = '';
      root.appendChild(drawn);
      if (focused) {
        var again = root.querySelector('[data-axis="' + CSS.escape(focused) + '"]');
        if (again) {
          again.focus();
        }
      }
    }

    return {
      show: function (given, isDark) {
        data = given;
        dark = isDark;
        Object.keys(brushes).forEach(function (name) {
          if (!data.axes.some(function (axis) { return axis.name === name; })) {
            delete brushes[name];
          }
        });
        if (root.clientWidth > 0 && !root.querySelector('.hit:active')) {
          draw();
        }
      },
      /** Conditions by column, with a text for people. */
      conditions: function () {
        return data.axes.filter(function (axis) { return brushes[axis.name]; })
          .map(function (axis) {
            var made = condition(axis, brushes[axis.name]);
            made.name = axis.name;
            made.text = said(axis, brushes[axis.name]);
            return made;
          });
      },
      clear: function (name) {
        delete brushes[name];
        draw();
        changed();
      }
    };
  }

  return {create: create};
})();
