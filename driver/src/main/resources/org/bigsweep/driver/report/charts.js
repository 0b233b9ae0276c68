/*
 * Draws the charts of a report with ECharts: the same code in a browser and inside the JVM, so
 * plain ECMAScript 5 without a document.
 */
var bigsweep = (function () {
  'use strict';

  var THEMES = {
    light: {ink: '#1a1a1a', soft: '#595f69', grid: '#e4e6ea', axis: '#80868f', paper: '#ffffff'},
    dark: {ink: '#f0f1f3', soft: '#b3b9c4', grid: '#343941', axis: '#868d98', paper: '#16181d'}
  };
  var FONT = 'Helvetica, Arial, sans-serif';
  var DASHES = {SOLID: 'solid', DASHED: [7, 4], DOTTED: [2, 3]};
  var SYMBOLS = {CIRCLE: 'circle', RECT: 'rect', TRIANGLE: 'triangle', DIAMOND: 'diamond'};
  /** Viridis: even in lightness, for colour-blind readers and in grey. */
  var RAMP = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'];
  /** For lines: the best stand out from the paper. */
  var LINES = {
    light: ['#d9b200', '#21918c', '#440154'], dark: ['#6a4f9c', '#21a59c', '#fde725']
  };
  /** Two dashes, as a legend's picture of a line across. */
  var DASHED_LINE = 'path://M0 4h10v2h-10zM16 4h10v2h-10z';
  var MOST_SYMBOLS = 24;
  var MOST_LABELS = 60;

  function textWidth(text, size) {
    return text.length * size * 0.55;
  }

  function wrapped(text, width, size) {
    var lines = [''];
    text.split(' ').forEach(function (word) {
      var last = lines.length - 1;
      var longer = lines[last] ? lines[last] + ' ' + word : word;
      if (lines[last] && textWidth(longer, size) > width) {
        lines.push(word);
      } else {
        lines[last] = longer;
      }
    });
    return lines;
  }

  function number(value) {
    if (value === null || value === undefined || isNaN(value)) {
      return '–';
    }
    if (value === Math.round(value)) {
      return String(value);
    }
    var size = Math.abs(value);
    return size < 1e-3 || size >= 1e5
      ? value.toExponential(2).replace(/\.?0*e\+?/, 'e')
      : String(Number(value.toPrecision(4)));
  }

  function colour(ink, look) {
    return look.dark ? ink.dark : ink.light;
  }

  function columnsFor(count, width, printing) {
    if (count === 1 || width < 520) {
      return 1;
    }
    if (printing && count > 8) {
      return 3; // a page has room for four rows
    }
    if (width < 860 || count === 2 || count === 4) {
      return 2;
    }
    return 3;
  }

  function panelHeight(panel, single, width, printing) {
    if (panel.y.scale === 'CATEGORY' && panel.marks[0].kind !== 'cells') {
      var rows = panel.y.categories.length;
      return Math.max(120, rows * (printing && rows > 30 ? 13 : 20) + 60); // at most a page
    }
    return single ? Math.round(Math.min(400, Math.max(250, width * 0.5))) : 220;
  }

  /** Extent of what a panel's series reach along an axis, 0 for x and 1 for y. */
  function extent(panel, side) {
    var low = Infinity;
    var high = -Infinity;
    function take(value) {
      if (value !== null && isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    panel.marks.forEach(function (mark) {
      if (mark.kind === 'series') {
        mark.points.forEach(function (p) {
          take(side === 0 ? p.x : p.y);
        });
      }
    });
    return low <= high ? [low, high] : null;
  }

  function axis(spec, panel, side, grid, look, width) {
    var reach = extent(panel, side);
    var log = spec.scale === 'LOG' && reach && reach[0] > 0 && reach[1] / reach[0] >= 10;
    var made = {
      gridIndex: grid,
      type: spec.scale === 'CATEGORY' ? 'category' : log ? 'log' : 'value',
      name: spec.name,
      nameLocation: 'middle',
      nameGap: side === 0 ? 26 : 44,
      nameTextStyle: {color: look.theme.soft, fontSize: 12, fontFamily: FONT},
      axisLabel: {
        color: look.theme.soft, fontSize: 11, fontFamily: FONT, hideOverlap: true,
        formatter: spec.scale === 'CATEGORY' ? undefined : number
      },
      axisLine: {show: true, onZero: false, lineStyle: {color: look.theme.axis}},
      axisTick: {show: true, lineStyle: {color: look.theme.axis}},
      splitLine: {show: spec.scale !== 'CATEGORY', lineStyle: {color: look.theme.grid}},
      minorTick: {show: log}
    };
    if (spec.scale === 'CATEGORY') {
      made.data = spec.categories;
      if (side === 1) {
        made.inverse = panel.marks[0].kind !== 'cells';
        made.nameGap = 48;
        made.axisLabel.width = Math.min(180, width * 0.44);
        made.axisLabel.fontSize = width < 420 ? 9 : 11;
        made.axisLabel.overflow = 'truncate';
        made.axisLabel.interval = 0;
      }
    } else {
      made.scale = panel.marks[0].kind !== 'bars';
    }
    if (spec.scale === 'WHOLE' && reach) {
      made.minInterval = 1;
      made.min = reach[0];
      made.max = reach[1];
    }
    if (spec.scale === 'LOG' && !log && reach) {
      made.min = reach[0];
      made.max = reach[1];
    }
    return made;
  }

  function band(mark, grid, look) {
    var points = mark.points.filter(function (p) { return p.interval; });
    return {
      type: 'custom', name: mark.name, xAxisIndex: grid, yAxisIndex: grid, silent: true, z: 1,
      clip: true, itemStyle: {color: colour(mark.ink, look)},
      data: points.map(function (p) { return [p.x, p.interval.low, p.interval.high]; }),
      encode: {x: 0, y: [1, 2]},
      renderItem: function (params, api) {
        if (params.dataIndex > 0) {
          return null;
        }
        var upper = points.map(function (p) { return api.coord([p.x, p.interval.high]); });
        var lower = points.map(function (p) { return api.coord([p.x, p.interval.low]); });
        return {
          type: 'polygon',
          shape: {points: upper.concat(lower.reverse())},
          style: {fill: colour(mark.ink, look), opacity: 0.16}
        };
      }
    };
  }

  function whiskers(mark, grid, look, sideways) {
    var points = mark.points.filter(function (p) { return p.interval; });
    return {
      type: 'custom', name: mark.name, xAxisIndex: grid, yAxisIndex: grid, silent: true, z: 2,
      itemStyle: {color: colour(mark.ink, look)},
      data: points.map(function (p) {
        return sideways
          ? [p.interval.low, p.y, p.interval.high] : [p.x, p.interval.low, p.interval.high];
      }),
      encode: sideways ? {x: [0, 2], y: 1} : {x: 0, y: [1, 2]},
      renderItem: function (params, api) {
        var p = points[params.dataIndex];
        var a = sideways ? api.coord([p.interval.low, p.y]) : api.coord([p.x, p.interval.low]);
        var b = sideways ? api.coord([p.interval.high, p.y]) : api.coord([p.x, p.interval.high]);
        var style = {stroke: colour(mark.ink, look), lineWidth: 1.5, fill: null};
        function stroke(x1, y1, x2, y2) {
          return {type: 'line', shape: {x1: x1, y1: y1, x2: x2, y2: y2}, style: style};
        }
        var cap = 4;
        var ends = sideways
          ? [stroke(a[0], a[1] - cap, a[0], a[1] + cap), stroke(b[0], b[1] - cap, b[0], b[1] + cap)]
          : [stroke(a[0] - cap, a[1], a[0] + cap, a[1]), stroke(b[0] - cap, b[1], b[0] + cap, b[1])];
        return {type: 'group', children: [stroke(a[0], a[1], b[0], b[1])].concat(ends)};
      }
    };
  }

  function line(mark, grid, look) {
    var tint = colour(mark.ink, look);
    return {
      type: mark.joined ? 'line' : 'scatter', name: mark.name, xAxisIndex: grid, yAxisIndex: grid,
      z: 3, symbol: SYMBOLS[mark.ink.symbol], symbolSize: 7,
      showSymbol: mark.points.length <= MOST_SYMBOLS, showAllSymbol: true,
      lineStyle: {color: tint, width: 2, type: DASHES[mark.ink.dash]},
      itemStyle: {color: tint},
      emphasis: {scale: 1.4},
      data: mark.points.map(function (p) {
        return {value: [p.x, p.y], note: p.note, interval: p.interval};
      })
    };
  }

  function across(mark, panel, grid, look) {
    var x = extent(panel, 0);
    var y = extent(panel, 1);
    return {
      type: 'custom', name: mark.name, xAxisIndex: grid, yAxisIndex: grid, silent: true, z: 1,
      itemStyle: {color: colour(mark.ink, look)},
      data: [mark.upright ? [mark.at, y ? y[0] : 0] : [x ? x[0] : 0, mark.at]],
      encode: {x: 0, y: 1},
      renderItem: function (params, api) {
        var at = api.coord([api.value(0), api.value(1)]);
        var box = params.coordSys;
        return {
          type: 'line',
          shape: mark.upright
            ? {x1: at[0], y1: box.y, x2: at[0], y2: box.y + box.height}
            : {x1: box.x, y1: at[1], x2: box.x + box.width, y2: at[1]},
          style: {
            stroke: colour(mark.ink, look), lineWidth: 1.5, lineDash: [5, 4], fill: null
          }
        };
      }
    };
  }

  function cells(mark, grid, look) {
    return {
      type: 'heatmap', name: mark.name, xAxisIndex: grid, yAxisIndex: grid,
      data: mark.cells.map(function (c) {
        var light = c.value - mark.low > 0.5 * (mark.high - mark.low);
        return {
          value: [c.x, c.y, c.value === null ? '-' : c.value], note: c.note,
          label: {color: light ? '#000000' : '#ffffff'}
        };
      }),
      itemStyle: {borderColor: look.theme.paper, borderWidth: 1},
      label: {
        show: mark.cells.length <= MOST_LABELS, fontSize: 11, fontFamily: FONT,
        formatter: function (p) {
          return typeof p.value[2] === 'number' ? (100 * p.value[2]).toFixed(1) : '';
        }
      }
    };
  }

  function bars(mark, grid, look) {
    return {
      type: 'bar', name: mark.name, stack: 'all', xAxisIndex: grid, yAxisIndex: grid,
      barMaxWidth: 16, itemStyle: {color: colour(mark.ink, look)}, data: mark.lengths
    };
  }

  function seriesOf(mark, panel, grid, look) {
    switch (mark.kind) {
      case 'series':
        var made = [line(mark, grid, look)];
        if (mark.points.some(function (p) { return p.interval; })) {
          made.push(
            mark.spread === 'BAND'
              ? band(mark, grid, look) : whiskers(mark, grid, look, mark.spread === 'SIDEWAYS'));
        }
        return made;
      case 'across':
        return [across(mark, panel, grid, look)];
      case 'cells':
        return [cells(mark, grid, look)];
      default:
        return [bars(mark, grid, look)];
    }
  }

  /** Names with their inks, each once, of all marks that are told apart by name. */
  function named(panels) {
    var seen = {};
    var names = [];
    panels.forEach(function (panel) {
      panel.marks.forEach(function (mark) {
        if (mark.kind !== 'cells' && !Object.prototype.hasOwnProperty.call(seen, mark.name)) {
          seen[mark.name] = true;
          names.push({name: mark.name, icon: mark.kind === 'across' ? DASHED_LINE : undefined});
        }
      });
    });
    return names;
  }

  function legendRows(names, width) {
    var rows = 1;
    var used = 0;
    names.forEach(function (entry) {
      var item = 44 + textWidth(entry.name, 12);
      if (used > 0 && used + item - 12 > width) {
        rows++;
        used = 0;
      }
      used += item;
    });
    return rows;
  }

  function tooltip(look) {
    return {
      trigger: 'item', renderMode: 'richText', confine: true,
      backgroundColor: look.theme.paper, borderColor: look.theme.axis,
      textStyle: {color: look.theme.ink, fontFamily: FONT, fontSize: 12},
      formatter: function (p) {
        var value = p.value;
        var lines = [p.seriesName];
        if (!(value instanceof Array)) {
          lines.push(p.name + ': ' + number(value));
        } else {
          lines.push(value.map(number).join('; '));
        }
        if (p.data && p.data.interval) {
          lines.push('[' + number(p.data.interval.low) + ', ' + number(p.data.interval.high) + ']');
        }
        if (p.data && p.data.note) {
          lines.push(p.data.note);
        }
        return lines.join('\n');
      }
    };
  }

  /** Title and n above the chart, for a figure that stands alone; nothing inside a page. */
  function heading(figure, look, width) {
    if (!look.heading) {
      return {titles: [], height: 0};
    }
    var lines = wrapped(figure.title, width - 24, 15);
    var below = wrapped(figure.n, width - 24, 12);
    return {
      titles: [{
        text: lines.join('\n'), subtext: below.join('\n'), left: 8, top: 6, itemGap: 4,
        textStyle: {
          color: look.theme.ink, fontSize: 15, lineHeight: 19, fontWeight: 'bold', fontFamily: FONT
        },
        subtextStyle: {color: look.theme.soft, fontSize: 12, lineHeight: 15, fontFamily: FONT}
      }],
      height: lines.length * 19 + below.length * 15 + 15
    };
  }

  function panels(figure, look) {
    var all = figure.chart.panels;
    var width = look.width;
    var head = heading(figure, look, width);
    var names = named(all);
    var legend = names.length > 1 ? legendRows(names, width - 16) * 22 + 6 : 0;
    var columns = columnsFor(all.length, width, look.printing);
    var longest = Math.max.apply(null, all.map(function (p) {
      return p.y.categories.reduce(function (most, c) { return Math.max(most, c.length); }, 0);
    }));
    var left = longest > 12 ? Math.min(190, width * 0.46) : Math.max(62, 7 * longest + 12);
    var cellWidth = width / columns;
    var heat = all[0].marks.some(function (m) { return m.kind === 'cells'; });
    var titled = all.some(function (p) { return p.title; });
    var top = head.height + legend + (titled ? 26 : 12);
    var option = {
      animation: false, backgroundColor: look.heading ? look.theme.paper : 'transparent',
      textStyle: {fontFamily: FONT}, title: head.titles, grid: [], xAxis: [], yAxis: [], series: [],
      tooltip: tooltip(look),
      legend: {
        show: legend > 0, top: head.height, left: 8, right: 8, itemGap: 12, data: names,
        itemWidth: 26, textStyle: {color: look.theme.ink, fontSize: 12, fontFamily: FONT},
        inactiveColor: look.theme.grid
      }
    };
    var y = top;
    var rowHeight = 0;
    all.forEach(function (panel, k) {
      var column = k % columns;
      if (column === 0 && k > 0) {
        y += rowHeight;
        rowHeight = 0;
      }
      var height = panelHeight(panel, all.length === 1, width, look.printing);
      rowHeight = Math.max(rowHeight, height + (titled ? 74 : 52));
      option.grid.push({
        left: column * cellWidth + left, top: y, width: cellWidth - left - 18, height: height
      });
      option.xAxis.push(axis(panel.x, panel, 0, k, look, cellWidth));
      option.yAxis.push(axis(panel.y, panel, 1, k, look, cellWidth));
      if (panel.title) {
        option.title.push({
          text: panel.title, left: column * cellWidth + left, top: y - 22,
          textStyle: {
            color: look.theme.ink, fontSize: 13, fontWeight: 'bold', fontFamily: FONT,
            width: cellWidth - left - 10, overflow: 'truncate'
          }
        });
      }
      panel.marks.forEach(function (mark) {
        seriesOf(mark, panel, k, look).forEach(function (s) { option.series.push(s); });
      });
    });
    var height = y + rowHeight - (titled ? 26 : 4);
    if (heat) {
      var scale = all[0].marks[0];
      option.visualMap = ramp(scale.low, scale.high, look, height, undefined);
      option.visualMap.text = [scale.name + ' ' + number(scale.high), number(scale.low)];
      height += 44;
    }
    return {option: option, height: height};
  }

  function ramp(low, high, look, top, dimension, colours) {
    return {
      type: 'continuous', min: low, max: high > low ? high : low + 1e-9, dimension: dimension,
      orient: 'horizontal', left: 'center', top: top,
      itemHeight: look.width < 420 ? 90 : 160, itemWidth: 12,
      calculable: false, hoverLink: false, inRange: {color: colours || RAMP},
      textStyle: {color: look.theme.soft, fontSize: 11, fontFamily: FONT}
    };
  }

  function parallel(figure, look) {
    var chart = figure.chart;
    var width = look.width;
    var head = heading(figure, look, width);
    var narrow = width < 110 * chart.axes.length;
    var last = chart.axes.length - 1;
    var values = chart.lines.map(function (l) { return l[last]; });
    var low = Math.min.apply(null, values);
    var high = Math.max.apply(null, values);
    var height = narrow ? chart.axes.length * 62 + 20 : 330;
    var scale = ramp(low, high, look, head.height + height + 24, last,
      look.dark ? LINES.dark : LINES.light);
    scale.text = [chart.axes[last].name + ' ' + number(high), number(low)];
    return {
      height: head.height + height + 64,
      option: {
        animation: false, backgroundColor: look.heading ? look.theme.paper : 'transparent',
        title: head.titles,
        tooltip: {show: false},
        parallel: {
          layout: narrow ? 'vertical' : 'horizontal', left: narrow ? 24 : 56, right: narrow ? 24 : 64,
          top: head.height + 36, height: height - 46
        },
        parallelAxis: chart.axes.map(function (a, i) {
          var few = a.scale === 'CATEGORY' && a.categories.length <= 5;
          return {
            dim: i, name: a.name, type: a.scale === 'CATEGORY' ? 'category'
              : a.scale === 'LOG' ? 'log' : 'value',
            data: a.scale === 'CATEGORY' ? a.categories : undefined,
            scale: a.scale !== 'LOG', nameLocation: narrow ? 'start' : 'end',
            nameGap: narrow ? -8 : 12,
            nameTextStyle: {
              color: look.theme.ink, fontSize: 11, fontFamily: FONT,
              textBorderColor: look.theme.paper, textBorderWidth: 3,
              align: narrow ? 'left' : 'center', verticalAlign: narrow ? 'bottom' : undefined,
              padding: narrow ? [0, 0, 6, 0] : 0
            },
            axisLabel: {color: look.theme.ink, fontSize: narrow ? 10 : 11, fontFamily: FONT,
              textBorderColor: look.theme.paper, textBorderWidth: 3,
              formatter: a.scale === 'CATEGORY' ? undefined : number,
              interval: few ? 0 : 'auto', hideOverlap: !few},
            axisLine: {lineStyle: {color: look.theme.axis}},
            axisTick: {lineStyle: {color: look.theme.axis}}
          };
        }),
        visualMap: scale,
        series: [{
          type: 'parallel', name: figure.subject, smooth: false,
          lineStyle: {width: 1.5, opacity: 0.75},
          data: chart.lines.map(function (l) {
            return l.map(function (v) { return v === null ? '-' : v; });
          })
        }]
      }
    };
  }

  /**
   * The ECharts option of a figure, and the height it needs.
   *
   * look: width in pixels, dark, heading (title and n inside the picture), printing
   */
  function option(figure, look) {
    look.theme = look.dark ? THEMES.dark : THEMES.light;
    return figure.chart.kind === 'parallel' ? parallel(figure, look) : panels(figure, look);
  }

  function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;');
  }

  /** A copy of a value with every text escaped: ECharts writes texts into SVG as they are. */
  function escapedAll(value) {
    if (typeof value === 'string') {
      return escaped(value);
    }
    if (value instanceof Array) {
      return value.map(escapedAll);
    }
    if (value === null || typeof value !== 'object') {
      return value;
    }
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = escapedAll(value[key]); });
    return copy;
  }

  /** A figure that stands alone, as SVG text. */
  function svg(echarts, figure, look) {
    look.heading = true;
    var made = option(escapedAll(figure), look);
    var chart = echarts.init(
      null, null, {renderer: 'svg', ssr: true, width: look.width, height: made.height});
    delete made.option.tooltip;
    chart.setOption(made.option);
    var text = chart.renderToSVGString();
    chart.dispose();
    return text.replace(/^(<svg [^>]*)>/, function (all, start) {
      return start + ' role="img"><title>' + escaped(figure.title) + '</title><desc>'
        + escaped(figure.n + '. ' + figure.caption) + '</desc>';
    });
  }

  return {option: option, svg: svg, number: number, lines: LINES};
})();
