/** A program that runs in a JVM, from jars that Maven fetches. */
export interface JavaProgram {
  /** At the beginning of a sentence. */
  name: string;
  /** In a sentence. */
  jars: string;
  megabytes: number;
  /** Has the POM, and lib/ for what it names. */
  folder: string;
  /** What to do for want of it, after "or". */
  otherwise: string;
}
