// The compiled engine comes in two files (docs/decisions/0016): what applications run all the time, and
// what they seldom or never run. In the table of the first one functions of the second stand as
// placeholders. The first of them that is called puts the second file into place, and is carried out.

/** The engine, compiled. */
export interface EngineCode {
  readonly primary: WebAssembly.Module;
  /** Throws where it cannot be had. A call that needs it ends in a trap then. */
  deferred(): WebAssembly.Module;
  /** Gets the second file, now that there is time for it; not needed where it takes none. */
  prepareDeferred?(): void;
}

type Imported = (...values: readonly unknown[]) => unknown;

/** Makes an instance; one compilation serves any number. */
export async function link(
  code: EngineCode,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  let completed: WebAssembly.Table | undefined;
  const complete = (): WebAssembly.Table => {
    const { exports } = instance;
    new WebAssembly.Instance(deferredOf(code), { ...imports, primary: exports });
    return Object.values(exports).find((value) => value instanceof WebAssembly.Table)!;
  };
  // They are named by their places in the table.
  const placeholder = new Proxy<Record<string, Imported>>(
    {},
    {
      get:
        (_, place: string): Imported =>
        (...values) => {
          completed ??= complete();
          return (completed.get(Number(place)) as Imported)(...values);
        },
    },
  );
  // All that is not known is a placeholder: versions of Binaryen call them differently.
  const all = new Proxy(imports, { get: (known, name: string) => known[name] ?? placeholder });
  const instance = await WebAssembly.instantiate(code.primary, all);
  return instance;
}

// The engine is in the middle of something, and cannot go on: that is a trap like any other.
function deferredOf(code: EngineCode): WebAssembly.Module {
  try {
    return code.deferred();
  } catch (cause) {
    const reason = `the second file of the engine could not be loaded (${String(cause)})`;
    throw Object.assign(new WebAssembly.RuntimeError(reason), { cause });
  }
}
