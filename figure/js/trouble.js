// What stands in the way of a figure, in words for whoever reads the page.

/** Something that keeps a figure from being shown. */
export class Trouble extends Error {
  /**
   * @param {string} what    What is the matter.
   * @param {string} [todo]  What to do about it.
   * @param {string} [detail]  Lines to be shown as they are.
   */
  constructor(what, todo = '', detail = '') {
    super([what, todo, detail].filter(Boolean).join('\n'));
    this.name = 'Trouble';
    this.what = what;
    this.todo = todo;
    this.detail = detail;
  }
}
