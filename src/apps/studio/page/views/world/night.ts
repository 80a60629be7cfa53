import { geoCircle } from 'd3-geo';
import { DAY_MS } from '#base';

const YEAR_DAYS = 365.2422;
/** Tilt of the axis, degrees. */
const OBLIQUITY = 23.44;
/** Depth of the sun's centre below the horizon at sunset, degrees: its radius and the refraction of the air. */
const SUNSET = 0.83;

/** Point with the sun overhead, degrees. Accurate to about half a degree, less than a pixel of the map. */
export function subsolarPoint(epochMs: number): readonly [longitude: number, latitude: number] {
  const date = new Date(epochMs);
  const dayOfYear = (epochMs - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS;
  const angle = (2 * Math.PI * dayOfYear) / YEAR_DAYS;
  // Fourier series of J. W. Spencer, Search 2 (1971): the equation of time in minutes.
  const minutes =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(angle) -
      0.032077 * Math.sin(angle) -
      0.014615 * Math.cos(2 * angle) -
      0.040849 * Math.sin(2 * angle));
  // 10 days from the solstice to the new year.
  const latitude = -OBLIQUITY * Math.cos((2 * Math.PI * (dayOfYear + 10)) / YEAR_DAYS);
  const hours = (epochMs % DAY_MS) / 3_600_000;
  const longitude = -15 * (hours - 12 + minutes / 60);
  return [((longitude + 540) % 360) - 180, latitude];
}

/** The part of the globe where the sun has set. */
export function nightCircle(epochMs: number) {
  const [longitude, latitude] = subsolarPoint(epochMs);
  return geoCircle()
    .center([longitude + 180, -latitude])
    .radius(90 - SUNSET)();
}
