// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

/** How reports look: light and dark, from a phone's width up, and on paper. */
final class ReportStyle {
  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --ground: #f6f7f9; --card: #fff; --text: #1b1f24; --quiet: #59636e; --line: #d8dde3;
        --right: #1a7f37; --wrong: #b3261e; --accent: #0b62c4; --bar: #b9d4f3;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #15181c; --card: #1e2329; --text: #e8ebee; --quiet: #9aa5b1; --line: #343b44;
          --right: #57c878; --wrong: #ff8a80; --accent: #6cb0ff; --bar: #264b75;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0 auto; padding: 1rem; max-width: 76rem;
        background: var(--ground); color: var(--text);
        font: 1rem/1.45 system-ui, sans-serif;
      }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
      h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
      p { margin: .3rem 0 .7rem; max-width: 48rem; }
      .quiet, figcaption, caption { color: var(--quiet); }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: 0; }
      dt { color: var(--quiet); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .cards { display: grid; gap: .75rem; margin: 1rem 0; padding: 0; list-style: none;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
      .cards li { padding: .7rem .9rem; background: var(--card); border: 1px solid var(--line);
        border-radius: .5rem; }
      .cards strong { display: block; font-size: 1.6rem; line-height: 1.2;
        font-variant-numeric: tabular-nums; }
      .cards span { display: block; color: var(--quiet); font-size: .9rem; }
      .charts { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
      .chart { margin: 0; padding: .7rem; background: var(--card); border: 1px solid var(--line);
        border-radius: .5rem; }
      .scroll { overflow: auto; background: var(--card); border: 1px solid var(--line);
        border-radius: .5rem; }
      .tall { max-height: 36rem; }
      .scroll:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible {
        outline: 3px solid var(--accent); outline-offset: 1px; }
      svg { display: block; max-width: 100%; height: auto; }
      .scroll svg { max-width: none; }
      .chart svg { width: 100%; max-width: 30rem; margin: 0 auto .4rem; }
      svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
      svg .quiet { fill: var(--quiet); }
      svg .grid { stroke: var(--line); fill: none; }
      svg .ideal { stroke: var(--quiet); stroke-dasharray: 4 4; }
      svg .hits { fill: var(--accent); }
      svg .gap { fill: var(--wrong); opacity: .55; }
      svg .level { stroke: var(--text); stroke-width: 2; }
      svg .cell { fill: var(--wrong); }
      svg .cell.own { fill: var(--right); }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid var(--line);
        vertical-align: top; }
      th { position: sticky; top: 0; z-index: 1; background: var(--card); white-space: nowrap; }
      td.n, th.n { text-align: right; white-space: nowrap; }
      td small { display: block; color: var(--quiet); }
      .tall td { background: linear-gradient(var(--bar), var(--bar)) no-repeat 0 0 / 0 100%; }
      th button { padding: 0; border: 0; background: none; color: inherit; font: inherit;
        font-weight: 600; cursor: pointer; }
      th button::after { content: " ↕"; color: var(--quiet); }
      th[aria-sort=ascending] button::after { content: " ↑"; }
      th[aria-sort=descending] button::after { content: " ↓"; }
      .search { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .5rem 0; }
      input { flex: 1 1 14rem; max-width: 24rem; padding: .45rem .6rem; font: inherit;
        color: inherit; background: var(--card); border: 1px solid var(--quiet);
        border-radius: .4rem; }
      .gallery { display: grid; gap: .75rem;
        grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
      .gallery figure { margin: 0; overflow: hidden; background: var(--card);
        border: 1px solid var(--line); border-radius: .5rem; break-inside: avoid; }
      .gallery .picture { display: flex; align-items: center; justify-content: center;
        aspect-ratio: 1; color: var(--quiet); font-size: .85rem; }
      .gallery img { max-width: 100%; max-height: 100%; }
      .gallery figcaption { padding: .4rem .6rem .6rem; overflow-wrap: anywhere; font-size: .9rem; }
      .gallery strong { display: block; color: var(--wrong); }
      .gallery em { display: block; font-style: normal; color: var(--text); }
      details { margin: .5rem 0; }
      summary { cursor: pointer; }
      .names { columns: 16rem; overflow-wrap: anywhere; font-size: .9rem; }
      .names li { break-inside: avoid; }
      tr.more td { border-top: 0; padding-top: 0; color: var(--quiet); font-size: .9rem; }
      tr.first td { border-bottom: 0; }
      .inside { color: var(--right); } .outside { color: var(--wrong); }
      @media (max-width: 40rem) {
        body { padding: .75rem; }
        .gallery { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
        .wide { display: none; }
        table { font-size: .9rem; }
        th, td { padding: .3rem .35rem; }
        th button::after { content: ""; }
        dl { grid-template-columns: 1fr; }
        dd { margin-bottom: .4rem; }
      }
      @media print {
        :root { --ground: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb; }
        body { max-width: none; }
        .search { display: none; }
        .scroll { overflow: visible; }
        .tall { max-height: none; }
        .tall tbody tr:nth-child(n+101) { display: none; }
        .scroll svg { max-width: 100%; }
        th { position: static; }
        h2 { break-after: avoid; }
        .chart, tr { break-inside: avoid; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }
      """;

  private ReportStyle() {}
}
