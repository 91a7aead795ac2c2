export interface SampleTrack {
  order: number;
  name: string;
  /** As "3:41". */
  duration: string;
}

/** By the name of the album. What is not here has not been written down yet, in this shop either. */
const lists: Readonly<Record<string, string>> = {
  'Waiting Room Heat':
    'Last Crossing 4:12 | Bench by the Radiator 3:48 | Timetable in Pencil 5:03 | Thermos 2:57 | Salt on the Glass 4:40 | Nobody for the Mainland 6:21',
  'The Quarter Past':
    'Twenty-Three Fifteen 3:33 | Gangway 4:05 | The Purser Sleeps 5:16 | Ticket, Return, Unused 3:59 | Small Change 2:48 | Lights of the Other Side 7:10',
  'Foghorn Letters':
    'Dear Pilot 4:01 | It Is a Clarinet 3:14 | Postmarked Low Tide 4:52 | Reply at Dawn 5:35 | Three Long, One Short 4:19',
  'Lower Deck, Window Side':
    'Engine Hum 5:02 | Portholes 3:41 | Somebody Else’s Umbrella 4:26 | Vehicles First 3:08 | The Heater Works Again 4:55 | Waving 6:43 | Midnight, Both Clocks 8:04',
  'Songs for a Cold Kettle':
    'Kettle in A Flat, Nearly 3:20 | Hen Weather 2:41 | My Brother’s Coat 3:55 | Nine Gates 4:12 | Tea for the Vicar 2:18 | Cold Kettle 5:07',
  'Hedge Law':
    'The Boundary 3:02 | Bramble Rent 2:49 | Who Mended the Gap 4:33 | Hawthorn Evidence 3:47 | A Right of Way 5:21',
  'The Long Field':
    'Sheep, Listening 4:09 | Plough Line 3:36 | The Far End 6:02 | Swing Gate 2:55 | Walking Back 7:18',
  Windfall:
    'Contact 2:12 | Bramley 4:44 | Ladder Against the Sky 5:20 | Wasp Chorus 3:03 | Bruise 4:38 | What Fell in the Night 9:12',
  Graft: 'Rootstock 3:51 | Tape and Wax 4:20 | Two Trees, One Voice 6:33 | April Current 5:05',
  'Cider Modulation':
    'Press 4:14 | Bubbles per Minute 3:29 | Low Pass, High Branch 5:47 | Pomace 2:36 | Carrier Wave 6:08 | Third Week 7:41',
  'Wedding Without a Band':
    'Where Is the Trombone 2:58 | The Bus Is Late 3:22 | Borrowed Drum 3:40 | First Dance, No Music 4:17 | The Uncle Sings 2:31 | Here They Come 5:09',
  'Two Midnights':
    'Quarter Tone to Skopje 4:03 | Border, Engine Running 3:18 | Midnight 4:44 | Midnight Again 4:45 | Bread at Five 2:52',
  'Seat 14, Sousaphone':
    'Seat Belt Polka 2:44 | Overhead Locker 3:13 | Window or Aisle 3:50 | Excess Baggage 4:28',
  'Noon at Both Ends':
    'Meridian 5:31 | Short Shadows 3:37 | Shade for Fourteen 4:16 | Siesta for Tubas 6:20 | The Other Noon 5:31',
  'Field Notes on Melting':
    'Icicle, South Side 6:12 | Drip Count 4:58 | A Bird on the Gutter 7:04 | Puddle with Sky 5:26 | Thaw 11:17',
  Hover: 'Wind Held Still 8:03 | Vole 5:42 | Eyes First 6:49 | Stoop 3:15 | Hover 12:30',
  Bobbin: 'Warp 3:08 | Weft 3:08 | Bobbin 5:44 | Selvedge 4:21 | Loose Thread 2:03',
  'Treadle / Shuttle': 'Treadle 7:30 | Shuttle 7:31 | Left Foot 3:26 | Right Foot 3:27',
  'Eight Machines in March':
    'Machine One 4:00 | Machines Two and Three 5:10 | Oil Can Interlude 1:22 | Machine Five, Alone 6:15 | All Eight 9:48',
  'Olas sin mar':
    'La radio de mi tía 2:21 | Olas sin mar 2:38 | Domingo eléctrico 2:09 | Arena en el salón 2:44 | Trueno de bolsillo 1:57 | La antena 2:50',
  'El cine de enfrente':
    'Doble función 2:30 | El acomodador 2:14 | Besos en la fila nueve 2:47 | Fin 2:02',
  '¡Voltaje!':
    '¡Voltaje! 2:26 | Fusible 2:11 | Relámpago en las botas 2:53 | Apagón 3:04 | Luz, por favor 2:19',
  'Permit Denied':
    'Form 12-B 3:11 | Two Chairs Is a Crowd 3:45 | Permit Denied 4:07 | Confetti, Swept 3:30 | March in Place 5:00',
  Barriers:
    'This Side 3:38 | That Side 3:38 | Diversion 4:49 | High Visibility 3:22 | Parade, Hollow 6:16',
  'Piano, Third Floor, No Lift':
    'First Landing 3:49 | Second Landing 3:52 | The Turn 5:14 | Neighbours Helping 2:40 | In Place 4:35 | Out of Tune by Evening 6:01',
  Felt: 'Felt I 2:48 | Felt II 3:05 | Felt III 2:33 | Una Corda 5:57 | Felt IV 3:16 | Dust on the Dampers 7:22',
  'Moth in the Hammers':
    'Dusk 3:44 | Moth 4:02 | Hammer 4:02 | Wing in the Action 5:38 | Open Window 6:47',
  'Eleven Schools':
    'Assembly 3:07 | Chalk 2:52 | The Piano in the Gym 4:41 | Sight Reading 3:19 | Corridor, After Four 5:25 | Hands of the Caretaker 4:10 | Eleven 8:58',
  Corrugated: 'Sheet 5:50 | Rain Mass 8:12 | Gutter Organ 6:45 | Hailstone Psalm 4:04',
  'Rust Vespers':
    'Oxide 7:33 | Vespers for Loose Bolts 9:20 | Orange Water 6:08 | Amen, Angle Grinder 11:46',
  'ARRIVING TUESDAY STOP':
    'ARRIVING 3:00 | TUESDAY 3:00 | STOP 0:30 | BRING LANTERN 4:15 | WEATHER KIND 3:42 | PLATFORM TWO 5:05',
  'ALL FORGIVEN STOP':
    'ALL 2:22 | FORGIVEN 4:44 | STOP 0:30 | COAT ARRIVED 3:51 | LIGHT STILL ON 6:06',
  'Countdown from Four': 'Four 2:04 | Three 1:53 | Two 1:41 | One 1:30 | Mum Says Dinner 2:36',
  'Glue Gun Galaxy':
    'Cardboard Cockpit 2:45 | Tinfoil Moon 3:01 | Glue Gun Galaxy 3:48 | Stuck to the Table 2:17 | Captain Felt Tip 2:59',
  'Re-entry': 'Heat Shield 3:33 | School Night 2:28 | Splashdown in the Bath 4:02 | Home 3:15',
  'An Empty Chair':
    'Bandstand, November 5:18 | An Empty Chair 7:02 | Blues for the Bass Case 6:34 | Half Past Rehearsal 4:46',
  'Rain Sits In':
    'Rain Sits In 8:20 | Umbrella Stand 5:11 | Gutter Waltz 4:37 | Second Set, Wet Shoes 6:55',
  'The Chair Stays':
    'Reserved 6:10 | Somebody Asks 4:53 | The Chair Stays 9:39 | For Whoever Comes 7:27',
  'Biscuit Tin Tapes':
    'Shortbread 3:12 | Custard Cream Modulator 4:05 | Ironing Board 2:49 | News at Six 3:36 | Crumbs 5:28',
};

export function tracksOf(album: string): readonly SampleTrack[] {
  const list = lists[album]?.split(' | ') ?? [];
  return list.map((text, order) => {
    const space = text.lastIndexOf(' ');
    return { order, name: text.slice(0, space), duration: text.slice(space + 1) };
  });
}
