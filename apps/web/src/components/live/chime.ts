import { useEffect, useSyncExternalStore } from 'react';

const SECONDS = 0.18;
const HERTZ = 880;
const LOUDNESS = 0.08;
/** A browser that lets the page sound has begun to long before. */
const BEGINS_WITHIN_MS = 1_000;

let context: AudioContext | null = null;
let hasHadTime = false;
let isDue = false;
/** When the last tone ends, on the clock of the sound. */
let endsAt = 0;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** What may sound once the person has clicked or typed somewhere in the page: until then, browsers refuse. */
function sound(): AudioContext {
  if (context) return context;
  const made = new AudioContext();
  context = made;
  made.addEventListener('statechange', () => {
    if (isDue) ring(made);
    tell();
  });
  for (const gesture of ['click', 'keydown']) {
    window.addEventListener(gesture, () => {
      begin(made);
    });
  }
  setTimeout(() => {
    hasHadTime = true;
    tell();
  }, BEGINS_WITHIN_MS);
  return made;
}

/** Answered only when it is allowed, be it hours later. */
function begin(made: AudioContext): void {
  if (made.state !== 'running') void made.resume();
}

/** One tone at a time: where the clock of the sound stands still, all of them would come at once later. */
function ring(made: AudioContext): void {
  if (made.state !== 'running') return;
  isDue = false;
  const now = made.currentTime;
  if (now < endsAt) return;
  endsAt = now + SECONDS;
  const tone = made.createOscillator();
  const loudness = made.createGain();
  tone.frequency.value = HERTZ;
  loudness.gain.setValueAtTime(LOUDNESS, now);
  loudness.gain.exponentialRampToValueAtTime(0.001, endsAt);
  tone.connect(loudness).connect(made.destination);
  tone.start();
  tone.stop(endsAt);
}

/** A short, quiet tone. While the browser blocks sound, any number of calls are one tone afterwards. */
export function chime(): void {
  const made = sound();
  isDue = true;
  begin(made);
  ring(made);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function isBlocked(): boolean {
  return hasHadTime && context?.state !== 'running';
}

/** Whether the browser keeps the page silent, although sound is wanted: as after a reload that nobody made. */
export function useSoundBlocked(isWanted: boolean): boolean {
  useEffect(() => {
    // Only what tries to sound knows.
    if (isWanted) begin(sound());
  }, [isWanted]);
  const blocked = useSyncExternalStore(subscribe, isBlocked, () => false);
  return isWanted && blocked;
}
