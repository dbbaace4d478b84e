// Runs before anything else, in any browser: sets the theme, and says what stands in the way.
(function () {
  'use strict';
  var root = document.documentElement;
  try {
    root.setAttribute('data-theme', localStorage.getItem('theme') || '');
  } catch (_) { /* storage is optional */ }

  /// Adds an element to the head.
  function add(name, attributes) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    document.head.appendChild(element);
  }

  // In a frame, `?embed` shows one figure and nothing else. Its script is a classic one, which a
  // frame without an origin may load; nothing of the page is asked for.
  var here = document.currentScript.src;
  var wishes = new URLSearchParams(location.search);
  if (wishes.has('embed')) {
    root.setAttribute('data-embed', '');
    add('script', { src: new URL('../clusterscope.js', here).href });
    document.addEventListener('DOMContentLoaded', function () {
      var figure = document.createElement('cluster-scope');
      function aim() {
        figure.setAttribute('run', location.hash.slice(1) || 'raft/leader-crash');
      }
      figure.setAttribute('controls', 'full');
      figure.setAttribute('fit', 'both');
      wishes.forEach(function (value, name) {
        if (name !== 'embed') figure.setAttribute(name, value);
      });
      aim();
      window.addEventListener('hashchange', aim);
      document.body.replaceChildren(figure);
    });
    return;
  }

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
  if (location.protocol !== 'file:') {
    add('link', { rel: 'modulepreload', href: new URL('../web/pkg/clusterscope_web.js', here) });
    add('link', {
      rel: 'preload', href: new URL('../web/pkg/clusterscope_web_bg.wasm', here), as: 'fetch',
      type: 'application/wasm', crossorigin: '',
    });
  }
  add('script', { type: 'module', src: new URL('boot.js', here) });
  window.addEventListener('error', function (event) {
    var script = event.target;
    if (script && script.tagName === 'SCRIPT') {
      fail('A part of the page could not be loaded.',
        'Check the connection and reload. If you serve the page yourself, the folder "static" ' +
        'must be there, and .js files must be sent as text/javascript.', script.src);
    }
  }, true);
})();
