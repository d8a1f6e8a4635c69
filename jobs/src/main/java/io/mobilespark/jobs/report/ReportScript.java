// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

/**
 * Sorting and searching of the table of classes. It only moves and hides rows that are there: the
 * page is complete without it.
 */
final class ReportScript {
  static final String JAVASCRIPT =
      """
      'use strict';
      const table = document.getElementById('classes');
      if (table) {
        const body = table.tBodies[0];
        const heads = Array.from(table.tHead.rows[0].cells);
        const value = (row, column) => {
          const cell = row.cells[column];
          return cell.dataset.v === undefined ? cell.textContent.toLowerCase()
            : cell.dataset.v === '' ? null : Number(cell.dataset.v);
        };
        heads.forEach((head, column) => {
          head.querySelector('button').addEventListener('click', () => {
            const up = head.getAttribute('aria-sort') !== 'ascending';
            heads.forEach(other => other.removeAttribute('aria-sort'));
            head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
            const rows = Array.from(body.rows);
            rows.sort((a, b) => {
              const x = value(a, column), y = value(b, column);
              if (x === null || y === null) return (x === null) - (y === null);
              return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
            });
            body.append(...rows);
          });
        });
        const search = document.getElementById('search');
        const found = document.getElementById('found');
        search.addEventListener('input', () => {
          const words = search.value.toLowerCase().split(/\\s+/);
          let shown = 0;
          for (const row of body.rows) {
            const text = row.textContent.toLowerCase();
            row.hidden = !words.every(word => text.includes(word));
            if (!row.hidden) shown++;
          }
          found.textContent = shown + ' of ' + body.rows.length + ' ' + found.dataset.called;
        });
      }
      """;

  private ReportScript() {}
}
