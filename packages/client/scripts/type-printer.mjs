import ts from 'typescript';

/**
 * Prints types in full, as text that needs nothing else, with the names of those that have one.
 *
 * @throws Error for what does not go over a wire, and for `any`, which says that something did not compile
 */
export function createTypePrinter(checker) {
  /** Names by the text of the type in full. */
  const names = new Map();

  function property(symbol) {
    const type = checker.getTypeOfSymbol(symbol);
    const optional = symbol.flags & ts.SymbolFlags.Optional ? '?' : '';
    return `${symbol.name}${optional}: ${print(type)};`;
  }

  /** A union without the words that say that it may be absent, which come last. */
  function unionInFull(type) {
    const parts = type.types.map((part) => checker.typeToString(part));
    const absent = ['null', 'undefined'].filter((word) => parts.includes(word));
    const present = [...new Set(type.types.map(print))].filter((part) => !absent.includes(part));
    // true | false is how the compiler has boolean.
    const isBoolean = present.includes('true') && present.includes('false');
    const words = present.filter((part) => !isBoolean || (part !== 'true' && part !== 'false'));
    const union = [...words, ...(isBoolean ? ['boolean'] : [])].join(' | ');
    return [names.get(union) ?? union, ...absent].filter((part) => part !== '').join(' | ');
  }

  function inFull(type) {
    if (type.isUnion()) return unionInFull(type);
    if (checker.isArrayType(type)) {
      const element = print(checker.getTypeArguments(type)[0]);
      return element.includes(' | ') ? `(${element})[]` : `${element}[]`;
    }
    if (type.flags & ts.TypeFlags.Object) {
      return `{ ${checker.getPropertiesOfType(type).map(property).join(' ')} }`;
    }
    const { Any, Unknown, Never, ESSymbol, TypeParameter } = ts.TypeFlags;
    const text = checker.typeToString(type);
    if (type.flags & (Any | Unknown | Never | ESSymbol | TypeParameter)) {
      throw new Error(`${text} does not go over a wire`);
    }
    return text;
  }

  function print(type) {
    const text = inFull(type);
    return names.get(text) ?? text;
  }

  return {
    print,
    /** Gives the type a name, which is printed from now on; answers its declaration. */
    declare(name, type) {
      const text = inFull(type);
      names.set(text, name);
      return text.startsWith('{')
        ? `export interface ${name} ${text}`
        : `export type ${name} = ${text};`;
    },
  };
}
