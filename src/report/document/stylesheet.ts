/**
 * The look of the report. Classes of reasons and series use the palette of Okabe and Ito (jfly.uni-koeln.de/color). Maps go from the colour
 * of the ground to its opposite, in blue (s0 to s6), and in orange where a target is missed (s0 to s2, then o0 to o3): the stronger, the
 * greater the strain. All are told apart with colour-blind eyes, and no meaning rests on colour alone. Text has a contrast of at least 4.5 on its ground, in light and in dark.
 *
 * What every page draws from: type (`--answer` to `--fine`, as size and line), space on a grid of 4 px (`--g1` to `--g8`), one accent (`--link`), and status in three
 * strengths: text (`--good`), fill (`--goodf`) and wash (`--goodw`). Colour is the gap: what is reached is pale (`--data`), what is missing is `--badf`.
 */
export const STYLESHEET = `
:root{color-scheme:light dark;
--sans:Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;
--answer:26px/34px;--moment:20px/24px;--value:22px/30px;--lead:15px/23px;--text:14px/20px;--small:13px/20px;--fine:12px/16px;
--g1:4px;--g2:8px;--g3:12px;--g4:16px;--g5:20px;--g6:24px;--g7:40px;--g8:56px;
--paper:#fbfbf9;--panel:#fff;--ink:#14181d;--soft:#59626d;--border:#c5cad0;--edge:#868e97;--grid:#e6e8ea;--weekend:#f3f3f0;--hover:#f1f2f1;
--link:#0b5cad;--onlink:#fff;--wash:#e6f0fa;--track:#eceeef;--data:#bdd0e4;--data2:#3b7fc0;--before:#8b949e;
--good:#00694c;--bad:#b03a00;--unsure:#7d5600;--goodf:#12936c;--badf:#c44a17;--unsuref:#b58b00;--goodw:#e3f4ed;--badw:#fdeee5;--unsurew:#fcf2d9;
--event:#5f2f86;--eventw:rgb(125 75 165/.14);--h0:#f0f1f1;--h1:#fbe6d8;--h2:#f4bf9b;--h3:#d9773f;--h4:#a8410a;--onh4:#fff;
--shadow:0 1px 2px rgb(20 24 29/.05),0 6px 20px rgb(20 24 29/.06);
--curve:#3b7fc0;--area:#d7e8f3;--arrivals:#a9b4be;
--t1:#a9c6e3;--t2:#3b7fc0;--t3:#173f68;--inside:#3b7fc0;--outside:#c44a17;--local:#6b7680;
--r0:#d55e00;--r1:#0072b2;--r2:#009e73;--r3:#cc79a7;--r4:#e69f00;--r5:#56b4e9;--r6:#8d8d8d;--r7:#7a5195;--r8:#a8a000;
--m0:#a84300;--m1:#00664a;--m2:#8a4070;
--more:rgb(27 33 39/.16);
--s0:#dbe8f0;--s1:#b9d3e4;--s2:#94bcd6;--s3:#6aa0c2;--s4:#4282aa;--s5:#21628c;--s6:#0b3f63;
--o0:#e39a57;--o1:#c9702f;--o2:#9c4617;--o3:#642408;
--f0:#f2f5f8;--f1:#e2eaf1;--f2:#cfdde9;--f3:#b7cee0;--f4:#9abcd6}
@media (prefers-color-scheme:dark){:root{
--paper:#0f1215;--panel:#171b20;--ink:#eceef0;--soft:#a3acb6;--border:#434c56;--edge:#6d7781;--grid:#262c33;--weekend:#1b2026;--hover:#1e242a;
--link:#6cb2f5;--onlink:#07131f;--wash:#14293f;--track:#262c33;--data:#2f475f;--data2:#4a9be6;--before:#7c8792;
--good:#4fd1a5;--bad:#ff9a62;--unsure:#f0c24b;--goodf:#27b088;--badf:#e2703a;--unsuref:#d9a521;--goodw:#12312a;--badw:#3a2115;--unsurew:#352a10;
--event:#dcbcf7;--eventw:rgb(190 140 230/.2);--h0:#1d2228;--h1:#3b2619;--h2:#6b3a1c;--h3:#974718;--h4:#f29a62;--onh4:#14181d;
--shadow:0 0 0 1px #262c33;
--curve:#4a9be6;--area:#233b4c;--arrivals:#5d6975;
--t1:#35597c;--t2:#4a9be6;--t3:#c3dff8;--inside:#4a9be6;--outside:#e2703a;--local:#8d98a3;
--r0:#f0742a;--r1:#4aa3df;--r2:#1fbf92;--r3:#d68fb8;--r4:#f0b429;--r5:#7cc7f2;--r6:#a8a8a8;--r7:#a98bd0;--r8:#d6cb3d;
--m0:#ff9a5c;--m1:#4fd1a5;--m2:#e3a5cb;
--more:rgb(0 0 0/.6);
--s0:#2b3c4b;--s1:#35536a;--s2:#406c8c;--s3:#4f88b0;--s4:#6aa6cf;--s5:#96c5e6;--s6:#d3e9f9;
--o0:#b0672c;--o1:#d4863f;--o2:#f0ae6c;--o3:#ffdcb3;
--f0:#20272e;--f1:#25323d;--f2:#2a3f4f;--f3:#2f4d63;--f4:#355c79}}
*{box-sizing:border-box}
html{font:16px/1.5 var(--sans);background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1280px;padding:var(--g6) var(--g7) var(--g8);overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 8px;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 6px}
h3{font-size:.95rem;line-height:1.3;margin:0;overflow-wrap:anywhere}
p{margin:0 0 10px}
.alert{border:1px solid var(--bad);border-left-width:5px;background:var(--panel);padding:10px 14px;margin:14px 0}
.kicker{color:var(--soft);font-size:.8rem;letter-spacing:.08em;text-transform:uppercase;margin:0 0 4px}
.facts{color:var(--soft);font-size:.9rem;display:flex;flex-wrap:wrap;gap:2px 18px;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 20px;font-size:.9rem}
a{color:var(--link);text-underline-offset:2px}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.92em;overflow-wrap:anywhere}
.answer{border-left-width:6px}.answer.good{border-left-color:var(--good)}.answer.bad{border-left-color:var(--bad)}
.answer.unsure{border-left-color:var(--unsure)}.answer.answer{color:var(--ink)}.answer tbody{color:var(--ink)}.answer>p{color:var(--ink);font-size:1rem}
.answer>.headline{font-size:1.15rem;font-weight:600}.answer>.explained{margin-top:8px;font-size:.82rem;color:var(--soft)}
.whole{white-space:nowrap}.note{font-size:.82rem;color:var(--soft);overflow-wrap:anywhere;margin:0}
figure,section{background:var(--panel);border:1px solid var(--border);border-radius:8px;margin:0 0 20px;
padding:18px 20px;min-width:0}
section h2:not(:first-child){margin-top:26px}
figcaption p,section>p{color:var(--soft);font-size:.92rem}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:.8rem;margin:0 0 10px}
.key{display:inline-flex;align-items:center;gap:6px}
.swatch{width:14px;height:10px;border-radius:2px;display:inline-block;flex:none}
.clock-choice{border:0;margin:0 0 2px;padding:0;flex:1 0 100%;display:flex;flex-wrap:wrap;gap:2px 14px}
.clock-choice label{display:inline-flex;align-items:center;gap:6px}.clock-choice input{margin:0}
.clock-choice legend{float:left;padding:0;color:var(--soft)}
figure:has(.clock-local:checked) .by-utc,figure:not(:has(.clock-local:checked)) .by-local{display:none}
.scroll{overflow-x:auto;max-width:100%;background:linear-gradient(to left,var(--panel) 30%,transparent) right/28px 100% no-repeat local,
linear-gradient(to left,var(--more),transparent) right/14px 100% no-repeat scroll}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
figure>.scroll>svg{min-width:860px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));gap:0 26px}.grid>div{display:grid;grid-template-rows:subgrid;grid-row:span 3;align-content:start;margin-bottom:22px}
.fitting{max-width:520px}
svg{display:block;width:100%;height:auto;font-size:12px;fill:var(--ink);overflow:visible}
svg .tick{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
svg .name{paint-order:stroke;stroke:var(--panel);stroke-width:4px}
svg .label{font-weight:600;font-variant-numeric:tabular-nums}
svg .value{font-variant-numeric:tabular-nums}
svg .strong{font-weight:600}
svg .middle{text-anchor:middle}svg .end{text-anchor:end}
.grid-line{stroke:var(--grid);fill:none}
.border{stroke:var(--border);fill:none}
.forecast-band{fill:var(--area);stroke:none}.forecast-bar{fill:var(--curve)}.swatch.band-key{background:var(--area)}
.boundary{stroke:var(--ink);stroke-width:1.6;stroke-dasharray:7 4;fill:none}
:is(.whisker-bad,.whisker-good,.whisker-unsure,.whisker-none){stroke-width:3;stroke-linecap:round}.whisker-bad{stroke:var(--badf)}.whisker-good{stroke:var(--goodf)}.whisker-unsure{stroke:var(--unsuref)}.whisker-none{stroke:var(--before)}
.point-bad{fill:var(--badf)}.point-good{fill:var(--goodf)}.point-unsure{fill:var(--unsuref)}.point-none{fill:var(--before)}
.whiskers svg:not(.sign),.sides{width:240px}.sides{display:flex;justify-content:space-between}.whiskers tbody th{max-width:22rem}.whiskers tbody th.long{min-width:12rem}.group-head>*{padding-top:var(--g4)}
.whisker,.axis{stroke:var(--ink);fill:none}.axis{stroke-width:1.6}
.swatch.axis-key{background:var(--ink);width:3px;height:14px}
.swatch.dashed-key{width:18px;height:0;border-top:2px dashed var(--ink);border-radius:0}
.swatch.boundary-key{width:0;height:14px;border-left:2px dashed var(--ink);border-radius:0}
.weekend{fill:var(--weekend)}
.local{fill:var(--local);background:var(--local)}
.swatch.local{height:4px}
.arrivals{fill:var(--arrivals);background:var(--arrivals)}
.tier1{fill:var(--t1);background:var(--t1)}.tier2{fill:var(--t2);background:var(--t2)}
.tier3{fill:var(--t3);background:var(--t3)}
.thin{fill:none;stroke:var(--curve);stroke-opacity:.4}
.bold{fill:none;stroke:var(--curve);stroke-width:2.4}
.thin-key{background:var(--curve);opacity:.45;height:2px}.bold-key{background:var(--curve);height:4px}
.curve{fill:none;stroke:var(--curve);stroke-width:2.2;stroke-linejoin:round}
.dashed{fill:none;stroke-dasharray:4 3;stroke-width:1.2}
.mark0 .dashed{stroke:var(--m0)}.mark1 .dashed{stroke:var(--m1)}.mark2 .dashed{stroke:var(--m2)}
.mark0 .curve{stroke:var(--m0)}.mark1 .curve{stroke:var(--m1)}.mark2 .curve{stroke:var(--m2)}
svg .mark0 .tick{fill:var(--m0)}svg .mark1 .tick{fill:var(--m1)}svg .mark2 .tick{fill:var(--m2)}
.swatch.mark0{background:var(--m0)}.swatch.mark1{background:var(--m1)}.swatch.mark2{background:var(--m2)}
.inside{fill:var(--inside);background:var(--inside)}.outside{fill:var(--outside);background:var(--outside)}
.cell{fill:none;stroke:var(--grid)}.own{fill:var(--weekend)}
.r0{fill:var(--r0);background:var(--r0)}.r1{fill:var(--r1);background:var(--r1)}.r2{fill:var(--r2);background:var(--r2)}
.r3{fill:var(--r3);background:var(--r3)}.r4{fill:var(--r4);background:var(--r4)}
.r5{fill:var(--r5);background:var(--r5)}.r6{fill:var(--r6);background:var(--r6)}
.stripe{stroke:var(--panel);stroke-width:2;fill:none}
.swatch.striped{background:linear-gradient(var(--r7) 40%,var(--panel) 40% 60%,var(--r7) 60%)}
.r7{fill:var(--r7);background:var(--r7)}.r8{fill:var(--r8);background:var(--r8)}
.f0{fill:var(--f0);background:var(--f0)}.f1{fill:var(--f1)}.f2{fill:var(--f2);background:var(--f2)}.f3{fill:var(--f3)}.f4{fill:var(--f4)}
.s0{fill:var(--s0);background:var(--s0)}.s1{fill:var(--s1);background:var(--s1)}.s2{fill:var(--s2);background:var(--s2)}
.s3{fill:var(--s3);background:var(--s3)}.s4{fill:var(--s4);background:var(--s4)}.s5{fill:var(--s5);background:var(--s5)}
.s6{fill:var(--s6);background:var(--s6)}
.o0{fill:var(--o0);background:var(--o0)}.o1{fill:var(--o1);background:var(--o1)}.o2{fill:var(--o2);background:var(--o2)}.o3{fill:var(--o3);background:var(--o3)}
.overview-answer{margin:0 0 var(--g4)}.answer-line{font:560 var(--answer) var(--sans);letter-spacing:-.018em;text-wrap:balance;max-width:44rem;margin:0}
.answer-line em{font-style:normal;font-weight:700}.overview-answer .lead{font:400 var(--lead) var(--sans);color:var(--soft);margin:var(--g2) 0 0;max-width:54rem;text-wrap:pretty}.lead b{color:var(--ink);font-weight:620}
.promise.promise{border:0;background:none;padding:0;margin:0}.promise figcaption{display:flex;flex-wrap:wrap;gap:0 var(--g3);font:400 var(--small) var(--sans)}.promise figcaption b{font-weight:560}.soft{color:var(--soft)}
.swatch.gap-key{background:var(--badf)}.reached{fill:var(--data)}.gap{fill:var(--badf)}.target-line{stroke:var(--ink);stroke-width:1.25;fill:none}
.event-band{fill:var(--eventw)}.event-edge{stroke:var(--event);fill:none;vector-effect:non-scaling-stroke}svg .event-name{fill:var(--event)}svg .is-bad{fill:var(--bad)}svg .is-good{fill:var(--good)}svg .is-unsure{fill:var(--unsure)}svg.narrow-only{display:none}
.run-tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));border:solid var(--grid);border-width:1px 0;margin:0;overflow:hidden}
.run-tile{display:grid;grid-template-columns:minmax(0,1fr) auto;align-content:start;align-items:center;padding:10px var(--g4);margin-left:-1px;border-left:1px solid var(--grid);min-width:0}
.run-tile dt{grid-column:1/-1;font:400 13px/18px var(--sans);color:var(--soft)}.run-tile dd{margin:0}.run-tile .value{font:600 var(--value) var(--sans);letter-spacing:-.015em;white-space:nowrap;font-variant-numeric:tabular-nums}
.run-tile .value:not(:has(+.by-day)){grid-column:1/-1}.run-tile .value{min-height:30px}.run-tile .several{font-size:15px;line-height:20px;white-space:normal;overflow-wrap:anywhere}.run-tile small{font-size:13px;line-height:1;font-weight:500;color:var(--soft);letter-spacing:0}.run-tile :is(.change,.tile-note){font:400 var(--fine) var(--sans);color:var(--soft);font-variant-numeric:tabular-nums}
.run-tile .change.good{color:var(--good)}.run-tile .change.bad{color:var(--bad)}.run-tile .change+.tile-note{justify-self:end;text-align:right}.run-tile .tile-note:not(.change+.tile-note){grid-column:1/-1}.run-tile:first-child{padding-left:1px}.run-tile .by-day svg{width:70px;height:24px}
.spark{fill:none;stroke:var(--data2);stroke-width:1.5;stroke-linejoin:round}.spark-target{fill:none;stroke:var(--before);stroke-dasharray:2 2}.spark-end{fill:var(--data2)}
:is(.target-table,.whiskers) table{font-size:13px}:is(.target-table,.whiskers) :is(td,th){vertical-align:middle}:is(.target-table,.whiskers) caption{position:absolute;clip-path:inset(50%)}#targets h2 .soft{font-weight:400;font-size:13px;margin-left:var(--g1)}.target-table :is(td:nth-child(3),th .soft){white-space:nowrap;font-weight:400}.target-bar{width:220px;max-width:100%;height:20px}.track{fill:var(--track)}.gap-unsure{fill:var(--unsuref)}.promise-stroke{stroke:var(--ink);stroke-width:2}
.verdict-word{display:inline-flex;align-items:center;gap:6px;font-weight:560;white-space:nowrap}.sign{width:12px;height:12px;flex:none;fill:currentColor}.sign.good{fill:none;stroke:currentColor;stroke-width:1.8}.sign.unsure{fill-rule:evenodd}
.late-hours h2{font:620 var(--text) var(--sans);margin:0 0 var(--g1)}.late-hours h2 .soft{font-weight:400;font-size:13px;margin-left:var(--g1)}
.late-row{display:grid;grid-template:"name cells sum"/minmax(6rem,14rem) minmax(0,1fr) 6.5rem;gap:2px var(--g2);align-items:center;font:400 var(--fine) var(--sans);font-variant-numeric:tabular-nums;margin:0 0 2px}
.late-name{grid-area:name;font-weight:560;font-size:13px;overflow-wrap:anywhere}.late-cells{grid-area:cells;display:grid;grid-template-columns:repeat(24,minmax(0,1fr));gap:2px;font-size:11px;line-height:24px;text-align:center}
.late-cells span{min-height:24px;border-radius:3px;overflow:hidden}.late-axis{color:var(--soft)}.late-axis .late-cells{line-height:14px}.late-axis .late-cells span{min-height:14px;text-align:left;overflow:visible;white-space:nowrap}.late-sum{grid-area:sum;text-align:right;color:var(--soft)}.late-sum b{color:var(--ink)}
.h0{background:var(--h0)}.h1{background:var(--h1)}.h2{background:var(--h2)}.h3{background:var(--h3)}.h4{background:var(--h4);color:var(--onh4)}
details{margin:12px 0 0;font-size:.9rem}
.promise svg{max-width:844px}
.briefs{display:flex;flex-wrap:wrap;gap:var(--g2)}.brief{display:inline-flex;align-items:center;gap:6px;padding:var(--g1) 10px;border-radius:12px;font:560 13px/16px var(--sans)}
.brief.good{background:var(--goodw)}.brief.bad{background:var(--badw)}.brief.unsure{background:var(--unsurew)}
.hover path{fill:none;pointer-events:all}.hover path:hover{stroke:var(--ink)}
summary{cursor:pointer;color:var(--link);width:fit-content}details+p{margin-top:var(--g2)}
table{border-collapse:collapse;font-size:.82rem;font-variant-numeric:tabular-nums;margin:6px 0 0;min-width:100%}
caption{text-align:left;color:var(--soft);padding:0 0 6px}
th,td{padding:5px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
thead th{vertical-align:bottom;border-bottom-color:var(--border);font-weight:600}
tbody th{font-weight:500;min-width:2.4rem;max-width:15rem}#figures tbody th{min-width:11rem}:not(.dense)>tbody th.long{min-width:9.5rem}
.group>*{border-top:2px solid var(--border)}
th:first-child{padding-left:0}
.dense:not(.roomy){font-size:.73rem}.dense:not(.roomy) :is(th,td){padding:5px 4px}
.n{text-align:right;white-space:nowrap}thead .n{white-space:normal}
.sentence{min-width:260px;max-width:44rem}
.good{color:var(--good)}td.good,td.bad,td.unsure{font-weight:600}
.bad{color:var(--bad)}.unsure{color:var(--unsure)}
.counterexample td{border-bottom-color:var(--border)}
.counterexample ol{margin:6px 0 4px;padding-left:22px}
.folded,.folded :is(caption,tbody){display:block}.folded thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.folded tbody tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));column-gap:24px;border-bottom:1px solid var(--grid);padding:6px 0}
.folded tbody th{grid-column:1/-1;max-width:none;border:0;font-weight:600}.folded tbody td{display:flex;justify-content:space-between;gap:8px;border:0;padding:2px 0}
.folded td::before{content:attr(data-head);color:var(--soft);white-space:normal}
footer{color:var(--soft);font-size:.85rem}
@media screen and (max-width:600px){svg.wide-only{display:none}svg.narrow-only{display:block}.answer-line{font-size:22px;line-height:29px}.run-tiles{grid-template-columns:1fr 1fr}.run-tile{padding:10px var(--g3);margin-top:-1px;border-top:1px solid var(--grid)}.run-tile:nth-child(odd){padding-left:0}
.late-row{grid-template:"name sum" "cells cells"/minmax(0,1fr) max-content;margin-bottom:var(--g1)}.late-cells{font-size:0}.late-axis .late-cells{font-size:11px}}
@media (max-width:600px){body{padding:20px 16px 32px}figure,section{padding:14px 12px}h1{font-size:1.45rem}
.folding,.folding :is(caption,tbody,tr,th){display:block}.folding thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.folding:not(.dense)>tbody :is(th.long,.sentence){min-width:0}.folding :is(tbody th,td){border:0;padding:2px 0;max-width:none;text-align:left;white-space:normal;overflow-wrap:anywhere}.folding tbody tr{display:flex;flex-wrap:wrap;gap:0 var(--g4);border-bottom:1px solid var(--grid);padding:6px 0}
.folding td::before{content:attr(data-head);color:var(--soft);margin-right:6px;font-weight:400}.folding tbody :is(th,.sentence){flex:0 0 100%}
.folding :is(.beside,.sentence)::before,.whiskers tr:not(.group-head) td:has(>svg)::before,.folding td:is(:empty,.none){display:none}.folding tbody tr:has(.beside){display:grid;grid-template-columns:minmax(0,1fr) max-content}.folding tr:has(.beside)>:not(.beside,:has(+.beside)){grid-column:1/-1}.folding tbody th{font-weight:600}.folding tbody th[data-head]::before{content:attr(data-head) ': ';font-weight:400}
.target-table .folding tbody tr{display:grid;grid-template-columns:minmax(0,1fr) max-content;gap:2px var(--g3);padding:var(--g2) 0}.target-table .folding tbody :is(th,td){display:block;grid-column:1;padding:0}
.target-table .folding tbody :is(:nth-child(2),:nth-child(5),:nth-child(8)){grid-column:2;text-align:right}.target-table .folding tbody td:nth-child(4){grid-column:1/-1;grid-row:3}.target-table .folding tbody td:nth-child(6){display:none}
.target-table .folding td:not(:nth-child(n+7))::before{content:none}.target-table .folding td:nth-child(n+7){font-size:12px;color:var(--soft)}.target-bar{width:100%;height:auto}
.dense tbody tr{display:grid;grid-template-columns:1fr 1fr;column-gap:14px}.dense tbody th{grid-column:1/-1}.dense.folding:not(.roomy) :is(tbody th,td){padding:1px 0}
.dense tbody td{display:flex;justify-content:space-between;gap:8px;white-space:nowrap}.dense td::before{margin:0;white-space:normal}
}
@media (prefers-reduced-motion:reduce){*,::before,::after{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media print{html{background:none;font-size:11pt}body{max-width:none;padding:0}nav,summary{display:none}
figure,section{border-color:#999;break-inside:avoid}section{break-inside:auto}h1{font-size:1.3rem}
.run-tiles{grid-template-columns:repeat(6,1fr)}.run-tile .by-day{display:none}.run-tile{padding:var(--g2)}.promise svg{max-width:92%}.late-cells{font-size:8px}.target-table table{font-size:10px}.target-table :is(th,td):nth-child(4){display:none}
.scroll{overflow:visible}pre.scroll{white-space:pre-wrap;overflow-wrap:anywhere}figure>.scroll>svg{min-width:0}
.s0,.s1,.s2,.s3,.s4,.s5,.s6,.o0,.o1,.o2,.o3,.late-cells span,.swatch,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

/** What pages of their own have besides: the answer as their first page, and details in folds. It stands behind `STYLESHEET`. */
export const PAGE_STYLES = `
.page :is(figure,section){--panel:var(--paper);background:none;border:solid var(--grid);border-width:1px 0 0;border-radius:0;padding:var(--g5) 0 0;margin:0 0 var(--g6)}
.page h2{font:620 16px/24px var(--sans)}.page .answer{border-width:0 0 0 6px;padding:0 0 0 var(--g4)}.page .late-hours h2{font-size:14px;line-height:20px}
.page .target-table tbody th{max-width:24rem}.page .board{border:0;padding:0}.page .board .answer-line{font:560 var(--answer) var(--sans)}.board>*{margin:0 0 var(--g4)}.board>details{margin:var(--g2) 0}.board-head{display:grid;grid-template-columns:minmax(0,1fr);gap:var(--g4) var(--g8)}
.board-head:has(.proposal){grid-template-columns:minmax(0,1fr) 300px}.proposal{background:var(--panel);border-radius:10px;box-shadow:var(--shadow);padding:var(--g4);align-self:start}.page .proposal h2{font-size:14px;line-height:20px;margin:0}.proposal code{white-space:nowrap}.proposal p{margin:var(--g1) 0 var(--g2)}
.detail{border-top:1px solid var(--grid);margin:0;padding:var(--g2) 0;font-size:inherit}.detail>summary{padding:var(--g1) 0;width:auto;color:var(--ink)}.detail>:is(figure,section){border:0}.detail>figure>figcaption>h2,.detail>section:first-of-type>h2:first-child{position:absolute;clip-path:inset(50%)}
@media screen and (max-width:900px){.board-head:has(.proposal){grid-template-columns:minmax(0,1fr)}}
@media print{.board{break-after:page}.board-head:has(.proposal){grid-template-columns:minmax(0,1fr)}.page .board .answer-line{font-size:20px;line-height:26px}.detail>summary{display:block}.detail::details-content{content-visibility:visible;height:auto}}
`;
