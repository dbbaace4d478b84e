import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'A site with figures',
  head: [['script', { src: '/clusterscope.js', defer: '' }]],
  vue: {
    template: {
      compilerOptions: { isCustomElement: (tag) => tag === 'cluster-scope' },
    },
  },
});
