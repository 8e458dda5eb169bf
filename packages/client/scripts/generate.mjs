// Makes src/generated/calls.ts from the type of the router in packages/api: what each call takes and
// answers, in types that need nothing else. So whoever installs the client gets the types of the wire,
// and none of the server's.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { createTypePrinter } from './type-printer.mjs';

/** What the client does by itself (tokens), or what is answered over REST alone (a file, a stream). */
const NO_CALLS = new Set([
  'auth',
  'alerts.stream',
  'alerts.live',
  'detections.export',
  'detections.exportByForm',
]);

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here('wire-types.ts');
const out = here('../src/generated/calls.ts');

const { config } = ts.readConfigFile(here('../tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here('..'));
const program = ts.createProgram([source], options);
const checker = program.getTypeChecker();
const printer = createTypePrinter(checker);

let calls;
const named = [];
const module = checker.getSymbolAtLocation(program.getSourceFile(source));
for (const symbol of checker.getExportsOfModule(module)) {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  if (symbol.name === 'Calls') calls = type;
  else named.push({ name: symbol.name, type, length: printer.print(type).length });
}
// What is part of another is shorter, and has its name by the time that the other is printed.
named.sort((a, b) => a.length - b.length);
const declarations = named.map(({ name, type }) => printer.declare(name, type));

function member(type, ...path) {
  return path.reduce(
    (inner, name) => checker.getTypeOfSymbol(checker.getPropertyOfType(inner, name)),
    type,
  );
}

/** What the OpenAPI document says of the call, as a comment that editors show. */
function comment(declaration) {
  let meta;
  (function look(node) {
    if (ts.isCallExpression(node) && node.expression.getText() === 'operation') meta = node;
    else ts.forEachChild(node, look);
  })(declaration);
  const said = meta.arguments[3].properties
    .filter(({ name }) => ['summary', 'description'].includes(name.getText()))
    .map(({ initializer }) => initializer.text);
  return `/** ${said.join('. ')} */`;
}

function procedure(symbol) {
  const type = checker.getTypeOfSymbol(symbol);
  const [kind, input, output] = [
    member(type, '_def', 'type'),
    member(type, '_def', '$types', 'input'),
    member(type, '_def', '$types', 'output'),
  ].map(printer.print);
  return `${comment(symbol.declarations[0])}
    ${symbol.name}: { type: ${kind}; input: ${input}; output: ${output} };`;
}

function router(symbol) {
  const procedures = checker
    .getPropertiesOfType(checker.getTypeOfSymbol(symbol))
    .filter(({ name }) => !NO_CALLS.has(`${symbol.name}.${name}`));
  return `${symbol.name}: { ${procedures.map(procedure).join('\n')} };`;
}

const routers = checker.getPropertiesOfType(calls).filter(({ name }) => !NO_CALLS.has(name));
const text = `// Made by scripts/generate.mjs from the router of packages/api.

${declarations.join('\n\n')}

/** Every call: what it takes and what it answers. */
export interface Calls { ${routers.map(router).join('\n')} }
`;
mkdirSync(here('../src/generated'), { recursive: true });
const style = (await resolveConfig(out)) ?? {};
writeFileSync(out, await format(text, { ...style, filepath: out }));
