/*
 * The page's policy forbids style attributes. ECharts sets them by setAttribute; the same
 * declarations set through the style object are allowed.
 */
(function () {
  'use strict';
  var set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (String(name).toLowerCase() === 'style' && this.style) {
      this.style.cssText = value;
    } else {
      set.call(this, name, value);
    }
  };
  var chosen = window.localStorage.getItem('bigsweep.theme');
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.setAttribute('data-theme', chosen);
  }
})();
