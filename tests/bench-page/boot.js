import start from './pkg/clusterscope_bench_page.js';

start();
