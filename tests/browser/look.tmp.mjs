import { DESKTOP, PHONE, launch,url } from './lib/site.mjs';
const b=await launch(); for (const [n,o] of [['desk',DESKTOP],['phone',{...PHONE,colorScheme:'dark'}],['dark',{...DESKTOP,colorScheme:'dark'}]]) { const c=await b.newContext(o); const p=await c.newPage(); p.on('console',m=>console.log(n,m.text())); await p.goto(url+(process.argv[2]||'')); await p.waitForTimeout(1200); if(process.argv[3]){await p.keyboard.press('/'); await p.keyboard.type(process.argv[3]); await p.waitForTimeout(300);} await p.screenshot({path:`/tmp/gal-${n}.png`}); }
await b.close();
