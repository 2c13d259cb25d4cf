import { NodeTerm, isContradictory, namesOf, termText } from '../nodes/node-term';

/** What was seen on which nodes. Only what can be on one node is compared, and without comparing each with each. */
export class SeenOnNodes<T> {
  private readonly byName = new Map<string, T>();
  private readonly bySelector = new Map<string, { readonly term: NodeTerm; readonly item: T }>();
  private named?: { readonly item: T };

  /** @param replaces whether an item stands for the nodes better than the one before; the first one does where nothing is said */
  constructor(private readonly replaces: (item: T, before: T) => boolean = () => false) {}

  /** What was seen on nodes that may be among those of the term. Of those that are named, one stands for all where the term names none. */
  public *on(term: NodeTerm): Generator<T> {
    for (const other of this.bySelector.values()) {
      if (!isContradictory([...term, ...other.term])) {
        yield other.item;
      }
    }
    const names = namesOf(term);
    if (names === undefined && this.named) {
      yield this.named.item;
    }
    for (const name of names ?? []) {
      const item = this.byName.get(name);
      if (item !== undefined) {
        yield item;
      }
    }
  }

  public add(term: NodeTerm, item: T): void {
    const names = namesOf(term);
    if (names === undefined) {
      const selector = termText(term);
      const before = this.bySelector.get(selector);
      this.bySelector.set(selector, before && !this.replaces(item, before.item) ? before : { term, item });
      return;
    }
    for (const name of names) {
      const before = this.byName.get(name);
      this.byName.set(name, before !== undefined && !this.replaces(item, before) ? before : item);
    }
    this.named = this.named && !this.replaces(item, this.named.item) ? this.named : { item };
  }
}
