// Runs before anything else, in any browser: sets the theme, and says what stands in the way.
(function () {
  'use strict';
  var root = document.documentElement;
  try {
    root.setAttribute('data-theme', localStorage.getItem('theme') || '');
  } catch (_) { /* storage is optional */ }

  // Without a run in the address the gallery comes first.
  if (location.hash.length < 2) root.setAttribute('data-entry', '');

  function fail(what, todo, detail) {
    if (!document.getElementById('fail')) {
      document.addEventListener('DOMContentLoaded', function () { fail(what, todo, detail); });
      return;
    }
    var texts = { 'fail-what': what, 'fail-do': todo, 'fail-detail': detail || '' };
    for (var id in texts) document.getElementById(id).textContent = texts[id];
    root.removeAttribute('data-entry');
    document.getElementById('fail').hidden = false;
    document.getElementById('loading').hidden = true;
  }
  window.clusterscopeFailed = fail;

  var modern = 'noModule' in document.createElement('script') && typeof WebAssembly === 'object' &&
    window.CSS && CSS.supports && CSS.supports('color', 'light-dark(red, red)');
  if (location.protocol === 'file:' && !root.hasAttribute('data-alone')) {
    fail('This page was opened as a file.',
      'Browsers load WebAssembly only from a web server. In the project folder run ' +
      '"cargo xtask serve" and open the address that it prints.');
  } else if (!modern) {
    fail('This browser is too old for this page.',
      'Clusterscope needs Chrome 123, Edge 123, Firefox 120, Safari 17.5 or newer.');
  }
  window.addEventListener('error', function (event) {
    var script = event.target;
    if (script && script.tagName === 'SCRIPT') {
      fail('A part of the page could not be loaded.',
        'Check the connection and reload. If you serve the page yourself, the folder "static" ' +
        'must be there, and .js files must be sent as text/javascript.', script.src);
    }
  }, true);
})();
