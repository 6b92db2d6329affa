// The device's own camera and microphone: which there are, what may go wrong, how loud it is.

/** Kinds of file, best first: WebM still plays when it is cut short, H.264 has help in most devices. */
const KINDS = [
  "video/webm;codecs=h264,opus", "video/webm;codecs=vp8,opus", "video/webm",
  "video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/mp4",
];
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
// A room's own sound: what makes telephone calls clear would swallow a child's quiet voice.
const SOUND = { echoCancellation: false, noiseSuppression: false, autoGainControl: true };
/** @type {Record<string, string>} */
const TROUBLES = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing",
  OverconstrainedError: "missing", NotReadableError: "busy", AbortError: "busy",
};

/** No camera; `message` names the reason: refused, missing, busy, insecure or unsupported. */
export class NoCamera extends Error {}

/** @param {any} window @returns {string} such as video/webm; throws NoCamera when none can be written */
export function kindOfFile({ MediaRecorder }) {
  const kind = MediaRecorder && KINDS.find((each) => MediaRecorder.isTypeSupported(each));
  if (!kind) throw new NoCamera("unsupported");
  return kind;
}

/**
 * @param {any} window @param {"user" | "environment"} side front or back
 * @returns {Promise<MediaStream>} throws NoCamera
 */
export async function openCamera(window, side) {
  const devices = window.navigator.mediaDevices;
  if (!devices?.getUserMedia) throw new NoCamera(window.isSecureContext ? "unsupported" : "insecure");
  try {
    return await devices.getUserMedia({ video: { ...PICTURE, facingMode: side }, audio: SOUND });
  } catch (error) {
    throw new NoCamera(TROUBLES[/** @type {Error} */ (error).name] ?? "busy", { cause: error });
  }
}

/** How loud it is just now, 0 to 1, drawn on a `<meter>` until it is stopped. */
export class Level {
  /** @param {any} window @param {MediaStream} stream @param {HTMLMeterElement} meter */
  constructor(window, stream, meter) {
    this.window = window;
    this.meter = meter;
    this.context = new window.AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.samples = new Float32Array(this.analyser.fftSize);
    this.going = true;
    this.#draw();
  }

  #draw() {
    if (!this.going) return;
    this.analyser.getFloatTimeDomainData(this.samples);
    this.meter.value = loudness(this.samples);
    this.window.requestAnimationFrame(() => this.#draw());
  }

  stop() {
    this.going = false;
    this.context.close();
  }
}

/** 60 decibels below the loudest there is counts as silence. @param {ArrayLike<number>} samples @returns {number} */
export function loudness(samples) {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += samples[at] ** 2;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.max(0, Math.min(1, 1 + decibels / 60));
}
