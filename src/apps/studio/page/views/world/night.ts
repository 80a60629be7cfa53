import { geoCircle } from 'd3-geo';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.2422;
/** Tilt of the axis, degrees. */
const OBLIQUITY = 23.44;
/** The sun's radius, refraction: it sets when its middle is so far below the horizon, degrees; then the twilights. */
const DEPTHS = [0.83, 6, 12, 18] as const;

/** Where the sun stands overhead, in degrees: good to about half a degree, which is less than a pixel of the map. */
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

/** The parts of the globe on which the sun is down, the larger and lighter ones first. */
export function nightCircles(epochMs: number) {
  const [longitude, latitude] = subsolarPoint(epochMs);
  return DEPTHS.map((depth) =>
    geoCircle()
      .center([longitude + 180, -latitude])
      .radius(90 - depth)(),
  );
}
