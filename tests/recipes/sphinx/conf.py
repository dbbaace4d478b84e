project = "A site with figures"
html_static_path = ["_static"]
html_js_files = ["clusterscope.js"]
