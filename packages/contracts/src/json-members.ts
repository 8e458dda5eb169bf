/**
 * The names of the members of the outermost object, in order and with repetitions, which
 * JSON.parse does not tell. Costs a pass over the text and no recursion.
 *
 * @param json a text that JSON.parse has accepted as an object
 */
export function memberNames(json: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let text = '';
  for (const token of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g)) {
    switch (token[0]) {
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
        depth--;
        break;
      case ':':
        if (depth === 1) names.push(JSON.parse(text) as string);
        break;
      default:
        text = token[0];
    }
  }
  return names;
}
