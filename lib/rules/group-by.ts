/** The items by a key of theirs, in the order in which the keys come first. Items without a key are left out. */
export function groupBy<T, K>(items: readonly T[], keyOfItem: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    if (key !== undefined) {
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}
