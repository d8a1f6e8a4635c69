// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

/** How a gallery looks, in light and dark, from a phone's width up. */
final class GalleryStyle {
  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --ground: #f6f7f9; --card: #fff; --text: #1b1f24; --quiet: #59636e; --line: #d8dde3;
        --right: #1a7f37; --wrong: #b3261e; --wrong-card: #fdecea; --refused: #7a5b00;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #15181c; --card: #1e2329; --text: #e8ebee; --quiet: #9aa5b1; --line: #343b44;
          --right: #57c878; --wrong: #ff8a80; --wrong-card: #3a1f1e; --refused: #e0b64a;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0 auto; padding: 1rem; max-width: 84rem;
        background: var(--ground); color: var(--text);
        font: 1rem/1.45 system-ui, sans-serif;
      }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
      ul { margin: 0 0 .5rem; padding-left: 1.2rem; }
      li { overflow-wrap: anywhere; }
      .shown { margin: 0 0 1rem; color: var(--quiet); }
      main { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
      figure {
        display: flex; flex-direction: column; margin: 0; overflow: hidden;
        background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      }
      .wrong { background: var(--wrong-card); border: 2px solid var(--wrong); }
      .refused { border-style: dashed; border-color: var(--refused); }
      .picture {
        position: relative; aspect-ratio: 1;
        display: flex; align-items: center; justify-content: center;
        color: var(--quiet); font-size: .85rem;
      }
      img {
        position: absolute; inset: 0; margin: auto; width: auto; height: auto;
        max-width: calc(100% - .8rem); max-height: calc(100% - .8rem); border-radius: .2rem;
      }
      figcaption { padding: 0 .6rem .6rem; overflow-wrap: anywhere; }
      .right strong { color: var(--right); }
      .wrong strong, .wrong em { color: var(--wrong); }
      .refused strong { color: var(--refused); }
      .probability { color: var(--quiet); white-space: nowrap; font-variant-numeric: tabular-nums; }
      .code { display: block; font-size: .8rem; }
      em { display: block; font-style: normal; font-weight: 600; font-size: .9rem; }
      small { display: block; margin-top: .15rem; color: var(--quiet); }
      @media (max-width: 30rem) {
        body { padding: .75rem; }
        main { gap: .5rem; grid-template-columns: repeat(2, 1fr); }
      }
      """;

  private GalleryStyle() {}
}
