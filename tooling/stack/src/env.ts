/** The environment that programs started by us inherit. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

/** What a program needs to be found and to run, and nothing of ours: settings of other databases mislead Postgres. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** The home of the Java that the user prefers, when one is set. */
export function javaHome(): string | undefined {
  return process.env.JAVA_HOME === '' ? undefined : process.env.JAVA_HOME;
}
