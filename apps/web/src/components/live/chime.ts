const SECONDS = 0.18;
const HERTZ = 880;
const LOUDNESS = 0.08;

let context: AudioContext | null = null;

/** A short, quiet tone. Browsers stay silent until the person has clicked somewhere in the page. */
export function chime(): void {
  context ??= new AudioContext();
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = HERTZ;
  loudness.gain.setValueAtTime(LOUDNESS, context.currentTime);
  loudness.gain.exponentialRampToValueAtTime(0.001, context.currentTime + SECONDS);
  tone.connect(loudness).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + SECONDS);
}
