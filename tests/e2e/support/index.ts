export { CHROMIUM_ARGS, findChromium } from './chromium.ts';
export { signIn } from './sign-in.ts';
