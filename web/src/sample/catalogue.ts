export interface SampleAlbum {
  name: string;
  yearReleased: number;
  coverImageUrl: string | null;
}

export interface SampleArtist {
  name: string;
  biography: string;
  albums: readonly SampleAlbum[];
}

/** `cover` names a drawing under public/images/covers; without one the app draws its own. */
function album(name: string, yearReleased: number, cover?: string): SampleAlbum {
  return { name, yearReleased, coverImageUrl: cover ? `/images/covers/${cover}.png` : null };
}

/** Written for this project. None of these people, bands or records exist. */
export const catalogue: readonly SampleArtist[] = [
  {
    name: 'The Lamplight Ferries',
    biography: `Four friends from a harbour town who rehearsed in the waiting room of the last ferry, because it was heated until midnight.

Slow guitars, brushed drums, and a foghorn that they swear is a clarinet.
Play the second record first, and after dark.`,
    albums: [
      album('Waiting Room Heat', 2009, 'waiting-room-heat'),
      album('The Quarter Past', 2012, 'the-quarter-past'),
      album('Foghorn Letters', 2016),
      album('Lower Deck, Window Side', 2022, 'lower-deck'),
    ],
  },
  {
    name: 'Ottoline Marsh',
    biography: `Sang to sheep first, then to a village hall, then to nine thousand people who kept just as quiet.

She tunes her guitar to the kettle in her kitchen, so every album is a quarter-tone flat.
Nobody has ever complained.`,
    albums: [
      album('Songs for a Cold Kettle', 1971, 'cold-kettle'),
      album('Hedge Law', 1973, 'hedge-law'),
      album('The Long Field', 1978),
    ],
  },
  {
    name: 'Static Orchard',
    biography: `A duo, two hundred metres of cable, and an apple orchard whose trees they wired with contact microphones.

"We only play what grows," they said at their first concert, which took eleven months.`,
    albums: [
      album('Windfall', 2014, 'windfall'),
      album('Graft', 2017, 'graft'),
      album('Cider Modulation', 2021, 'cider-modulation'),
      album('Espalier', 2024),
    ],
  },
  {
    name: 'Brass Meridian',
    biography: `Fourteen players, one bus, and a sousaphone with a seat of its own.

Founded at a wedding where the band did not turn up and the guests did.
They have played every New Year's Eve since, always in two time zones at once.`,
    albums: [
      album('Wedding Without a Band', 1986, 'wedding-without'),
      album('Two Midnights', 1989, 'two-midnights'),
      album('Seat 14, Sousaphone', 1994),
      album('Noon at Both Ends', 2003, 'noon-at-both-ends'),
    ],
  },
  {
    name: 'Kestrel & Thaw',
    biography: `One of them records glaciers. The other waits.

Their pieces last as long as the ice did.`,
    albums: [album('Field Notes on Melting', 2018, 'field-notes'), album('Hover', 2020, 'hover')],
  },
  {
    name: 'Valley of Small Motors',
    biography: `Started as a repair shop for sewing machines.

The rhythm came with the customers: eight machines, eight tempos, and one afternoon in March when all of them met.
That afternoon is side two of the first album, unedited.`,
    albums: [
      album('Bobbin', 1974, 'bobbin'),
      album('Treadle / Shuttle', 1976, 'treadle-shuttle'),
      album('Eight Machines in March', 1979, 'eight-machines'),
      album('Zigzag', 1983),
    ],
  },
  {
    name: 'Señora Relámpago',
    biography: `Surf guitar from a city six hundred kilometres from any sea.

She learned the waves from a cinema opposite her school, in black and white, through a wall.
The lightning in her name is from the amplifier.`,
    albums: [
      album('Olas sin mar', 1965, 'olas-sin-mar'),
      album('El cine de enfrente', 1967, 'cine-de-enfrente'),
      album('¡Voltaje!', 1969, 'voltaje'),
    ],
  },
  {
    name: 'Hollow Parade',
    biography: `Marching music for streets that were cleared the night before.

Two basses, no guitar, a drummer who counts backwards.
They broke up on stage, in time.`,
    albums: [
      album('Permit Denied', 1980, 'permit-denied'),
      album('The Route Has Changed', 1981),
      album('Barriers', 1984, 'barriers'),
    ],
  },
  {
    name: 'Ines Vogelsang',
    biography: `Plays upright pianos that nobody wanted, each for one record, and then gives it to a school.

Eleven schools so far.`,
    albums: [
      album('Piano, Third Floor, No Lift', 2011, 'third-floor'),
      album('Felt', 2013, 'felt'),
      album('The Missing D', 2015),
      album('Moth in the Hammers', 2019, 'moth-in-the-hammers'),
      album('Eleven Schools', 2025, 'eleven-schools'),
    ],
  },
  {
    name: 'Tin Cathedral',
    biography: `The heaviest band ever to rehearse in a beach hut.

Every riff is a psalm slowed down until it holds the roof up.
Bring something warm: the reverb is not an effect.`,
    albums: [
      album('Corrugated', 1997, 'corrugated'),
      album('Rust Vespers', 2001, 'rust-vespers'),
      album('Nave of Nails', 2008),
    ],
  },
  {
    name: 'Moth Telegraph',
    biography: `Letters set to music, with the stops left in.

Three sisters found a suitcase of telegrams at a flea market and have not run out yet.`,
    albums: [
      album('ARRIVING TUESDAY STOP', 2005, 'arriving-tuesday'),
      album('SEND COAT STOP', 2007),
      album('ALL FORGIVEN STOP', 2010, 'all-forgiven'),
    ],
  },
  {
    name: 'The Paper Astronauts',
    biography: `Power pop in cardboard helmets.

The songs are two minutes long because that is how long the helmets last.`,
    albums: [
      album('Countdown from Four', 1992, 'countdown'),
      album('Glue Gun Galaxy', 1995, 'glue-gun-galaxy'),
      album('Re-entry', 1998),
    ],
  },
  {
    name: 'Delphine Okoro Quartet',
    biography: `Vibraphone, bass, drums, and a chair.

The chair is for whoever comes in. On the best nights it has been a bus driver, a cellist and, once, rain through the roof.`,
    albums: [
      album('An Empty Chair', 1962, 'an-empty-chair'),
      album('Rain Sits In', 1964, 'rain-sits-in'),
      album('Blue Line, Last Bus', 1968),
      album('The Chair Stays', 1975, 'the-chair-stays'),
    ],
  },
  {
    name: "Grandmother's Synthesizer",
    biography: `Built from a kit in 1977, between the ironing and the evening news.

The tapes turned up in a biscuit tin forty years later, labelled by recipe.
She says the third one needs more salt.`,
    albums: [album('Biscuit Tin Tapes', 2017, 'biscuit-tin'), album('More Salt', 2018)],
  },
];
