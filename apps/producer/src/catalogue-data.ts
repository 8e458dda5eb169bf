/** The newest model year in the table; a range that ends here is still in production. */
export const NEWEST_YEAR = 2026;

/** Older vehicles are too few on the road to be worth their rows; ranges may begin earlier. */
export const OLDEST_YEAR = 2000;

/**
 * Makes and models as a street in Europe or North America sees them. A line without indentation is
 * a make and its share of the traffic; below it stand its models, separated by semicolons: name,
 * model years, categories in the manner of the public car model lists, and weight within the make.
 */
export const CATALOGUE = `
Toyota 100
  Corolla 1980-2026 Sedan 10; Camry 1983-2026 Sedan 9; RAV4 1996-2026 SUV 10; Yaris 1999-2020 Hatchback, Sedan 4
  Land Cruiser 1980-2026 SUV 2; 4Runner 1984-2026 SUV 4; Highlander 2001-2026 SUV 6; Tacoma 1995-2026 Pickup 6
  Tundra 2000-2026 Pickup 4; Prius 2001-2026 Hatchback 5; Avalon 1995-2022 Sedan 2; Sienna 1998-2026 Van/Minivan 4
  GR Supra 2020-2026 Coupe 1; Matrix 2003-2013 Wagon, Hatchback 2; Sequoia 2001-2026 SUV 2; FJ Cruiser 2007-2014 SUV 1
  C-HR 2018-2022 SUV 2; Corolla Cross 2022-2026 SUV 3; Echo 2000-2005 Sedan, Coupe 1
Honda 70
  Civic 1980-2026 Sedan, Coupe, Hatchback 10; Accord 1980-2026 Sedan, Coupe 9; CR-V 1997-2026 SUV 10
  HR-V 2016-2026 SUV 4; Pilot 2003-2026 SUV 4; Odyssey 1995-2026 Van/Minivan 4; Fit 2007-2020 Hatchback 3
  Ridgeline 2006-2026 Pickup 2; Prelude 1980-2001 Coupe 1; S2000 2000-2009 Convertible 1; CR-Z 2011-2016 Hatchback 1
  Passport 2019-2026 SUV 2
Ford 90
  F150 1984-2026 Pickup 12; F250 Super Duty 1999-2026 Pickup 5; Focus 2000-2018 Sedan, Hatchback, Wagon 6
  Fiesta 1980-2019 Hatchback, Sedan 4; Escape 2001-2026 SUV 6; Explorer 1991-2026 SUV 6; Expedition 1997-2026 SUV 3
  Mustang 1980-2026 Coupe, Convertible 4; Taurus 1986-2019 Sedan, Wagon 3; Fusion 2006-2020 Sedan 4
  Edge 2007-2024 SUV 3; Ranger 1983-2011 Pickup 3; Ranger 2019-2026 Pickup 2; Bronco 2021-2026 SUV 2
  Bronco Sport 2021-2026 SUV 2; Transit 150 Van 2015-2026 Van/Minivan 3; Crown Victoria 1983-2011 Sedan 1
  Flex 2009-2019 SUV 1; Maverick 2022-2026 Pickup 2; EcoSport 2018-2022 SUV 1
Chevrolet 80
  Silverado 1500 1999-2026 Pickup 10; Malibu 1997-2024 Sedan 5; Equinox 2005-2026 SUV 6; Tahoe 1995-2026 SUV 4
  Suburban 1980-2026 SUV 3; Impala 1994-2020 Sedan 3; Cruze 2011-2019 Sedan, Hatchback 3; Traverse 2009-2026 SUV 3
  Camaro 2010-2024 Coupe, Convertible 2; Corvette 1980-2026 Coupe, Convertible 2; Colorado 2004-2026 Pickup 3
  Blazer 1980-2005 SUV 1; Blazer 2019-2026 SUV 2; Trax 2015-2026 SUV 2; Cavalier 1982-2005 Sedan, Coupe 1
  Aveo 2004-2011 Sedan, Hatchback 1; TrailBlazer 2002-2009 SUV 1; Astro Cargo 1985-2005 Van/Minivan 1
  Bolt EV 2017-2023 Wagon, Hatchback 1; S10 1982-2004 Pickup 1
Nissan 55
  Altima 1993-2026 Sedan 8; Sentra 1982-2026 Sedan 7; Rogue 2008-2026 SUV 8; Pathfinder 1987-2026 SUV 3
  Maxima 1982-2023 Sedan 3; Frontier 1998-2026 Pickup 3; Murano 2003-2026 SUV 3; Versa 2007-2026 Sedan, Hatchback 3
  Juke 2011-2017 SUV 1; Kicks 2018-2026 SUV 2; LEAF 2011-2026 Hatchback 2; Xterra 2000-2015 SUV 1
  350Z 2003-2009 Coupe, Convertible 1; GT-R 2009-2024 Coupe 1; Cube 2009-2014 Wagon 1; Micra 1983-2022 Hatchback 1
Volkswagen 65
  Golf 1985-2026 Hatchback 10; Jetta 1980-2026 Sedan 6; Passat 1990-2022 Sedan, Wagon 6; Tiguan 2009-2026 SUV 6
  Polo 1980-2026 Hatchback 5; Beetle 1998-2019 Hatchback, Convertible 2; Touareg 2004-2026 SUV 2; Atlas 2018-2026 SUV 2
  Arteon 2019-2024 Sedan 1; Transporter 1980-2026 Van/Minivan 3; Touran 2003-2026 Van/Minivan 2; T-Roc 2018-2026 SUV 3
  ID.4 2021-2026 SUV 2; ID.3 2020-2026 Hatchback 2; Scirocco 2009-2017 Hatchback 1; up! 2012-2023 Hatchback 2
  GTI 1983-2026 Hatchback 2; Cabrio 1995-2002 Convertible 1; Amarok 2010-2026 Pickup 1
BMW 50
  3 Series 1980-2026 Sedan 10; 5 Series 1980-2026 Sedan 6; 1 Series 2004-2026 Hatchback, Coupe, Convertible 4
  X1 2010-2026 SUV 4; X3 2004-2026 SUV 4; X5 2000-2026 SUV 4; X6 2008-2026 SUV, Coupe 1
  Z3 1996-2002 Convertible, Coupe 1; 4 Series 2014-2026 Coupe, Convertible 2; 2 Series 2014-2026 Coupe, Convertible 2
  M3 1986-2026 Sedan, Coupe 1; i3 2014-2021 Hatchback 1; iX 2022-2026 SUV 1
Mercedes-Benz 45
  C-Class 1994-2026 Sedan, Coupe, Wagon 8; E-Class 1986-2026 Sedan, Wagon, Coupe 6; S-Class 1980-2026 Sedan 2
  A-Class 1998-2026 Hatchback, Sedan 4; GLC 2016-2026 SUV 4; GLE 2016-2026 SUV 3; M-Class 1998-2015 SUV 2
  GLA 2015-2026 SUV 2; GLK-Class 2010-2015 SUV 1; Sprinter 2500 Cargo 2003-2026 Van/Minivan 3
  Vito 1996-2026 Van/Minivan 2; SLK-Class 1998-2016 Convertible 1; CLS-Class 2006-2023 Sedan 1
  B-Class 2006-2026 Hatchback 2; EQS 2022-2026 Sedan 1
Audi 40
  A4 1995-2025 Sedan, Wagon 8; A3 1997-2026 Hatchback, Sedan 6; A6 1995-2026 Sedan, Wagon 4
  A5 2008-2026 Coupe, Convertible 2; Q3 2012-2026 SUV 3; Q5 2009-2026 SUV 5; Q7 2006-2026 SUV 3; Q8 2019-2026 SUV 1
  R8 2008-2023 Coupe, Convertible 1; A1 2011-2026 Hatchback 2; Q4 e-tron 2022-2026 SUV 1
Hyundai 50
  Elantra 1992-2026 Sedan 7; Sonata 1989-2026 Sedan 5; Tucson 2005-2026 SUV 7; Santa Fe 2001-2026 SUV 5
  Accent 1995-2022 Sedan, Hatchback 3; Kona 2018-2026 SUV 3; Palisade 2020-2026 SUV 2; IONIQ 5 2022-2026 SUV 2
  i20 2009-2026 Hatchback 3; i30 2008-2026 Hatchback, Wagon 3; Genesis Coupe 2010-2016 Coupe 1; Venue 2020-2026 SUV 1
  Tiburon 1997-2008 Coupe 1
Kia 45
  Sportage 1995-2026 SUV 7; Sorento 2003-2026 SUV 5; Optima 2001-2020 Sedan 3; Rio 2001-2023 Sedan, Hatchback 3
  Soul 2010-2026 Wagon 3; Forte 2010-2024 Sedan, Hatchback 2; Picanto 2004-2026 Hatchback 2
  C'eed 2007-2026 Hatchback, Wagon 3; Telluride 2020-2026 SUV 2; Niro 2017-2026 Wagon, SUV 2; EV6 2022-2026 SUV 1
  Seltos 2021-2026 SUV 2; Carnival 2022-2026 Van/Minivan 1; Spectra 2000-2009 Sedan 1
Renault 40
  Clio 1990-2026 Hatchback 9; Mégane 1996-2026 Hatchback, Wagon 6; Scénic 1996-2022 Van/Minivan 3
  Captur 2013-2026 SUV 5; Kadjar 2015-2022 SUV 2; Twingo 1993-2024 Hatchback 3; Espace 1984-2022 Van/Minivan 1
  Kangoo 1998-2026 Van/Minivan 3; Trafic 1981-2026 Van/Minivan 2; Zoe 2013-2024 Hatchback 2
  Talisman 2016-2022 Sedan, Wagon 1
Peugeot 40
  206 1998-2012 Hatchback 3; 207 2006-2014 Hatchback, Convertible 3; 208 2012-2026 Hatchback 7; 2008 2013-2026 SUV 5
  3008 2009-2026 SUV 5; 307 2001-2008 Hatchback, Wagon 2; 308 2008-2026 Hatchback, Wagon 5; 406 1996-2004 Sedan, Wagon 1
  508 2011-2025 Sedan, Wagon 2; 5008 2009-2026 SUV 2; Partner 1996-2026 Van/Minivan 2; 107 2006-2014 Hatchback 1
Opel 30
  Corsa 1983-2026 Hatchback 9; Astra 1992-2026 Hatchback, Wagon 8; Insignia 2009-2022 Sedan, Wagon 3
  Mokka 2012-2026 SUV 3; Zafira 1999-2019 Van/Minivan 2; Vectra 1989-2008 Sedan, Wagon 2; Crossland 2017-2024 SUV 2
  Grandland 2018-2026 SUV 2; Adam 2013-2019 Hatchback 1
Škoda 25
  Octavia 1997-2026 Sedan, Wagon 9; Fabia 2000-2026 Hatchback, Wagon 6; Superb 2002-2026 Sedan, Wagon 4
  Kodiaq 2017-2026 SUV 3; Karoq 2018-2026 SUV 3; Kamiq 2020-2026 SUV 2; Rapid 2013-2019 Sedan, Hatchback 1
  Enyaq 2021-2026 SUV 2; Roomster 2006-2015 Van/Minivan 1
Seat 15
  Ibiza 1985-2026 Hatchback 8; Leon 2000-2026 Hatchback, Wagon 7; Ateca 2017-2026 SUV 3; Arona 2018-2026 SUV 3
  Toledo 1992-2018 Sedan 1
Fiat 25
  500 2008-2026 Hatchback, Convertible 8; Panda 1981-2026 Hatchback 7; Punto 1994-2018 Hatchback 4
  Tipo 2016-2026 Sedan, Hatchback 2; 500X 2015-2024 SUV 2; Ducato 1982-2026 Van/Minivan 3; Doblò 2001-2026 Van/Minivan 1
  124 Spider 2017-2020 Convertible 1; Bravo 1996-2014 Hatchback 1
Citroën 22
  C3 2002-2026 Hatchback 7; C4 2005-2026 Hatchback 4; C5 Aircross 2019-2026 SUV 2; C1 2006-2021 Hatchback 2
  Berlingo 1996-2026 Van/Minivan 3; C5 2001-2017 Sedan, Wagon 1; C4 Picasso 2007-2018 Van/Minivan 2
  C4 Cactus 2014-2020 SUV 1
Dacia 18
  Sandero 2008-2026 Hatchback 8; Duster 2010-2026 SUV 7; Logan 2005-2026 Sedan, Wagon 3; Spring 2021-2026 Hatchback 1
  Jogger 2022-2026 Wagon 2
Subaru 25
  Outback 1995-2026 Wagon, SUV 7; Forester 1998-2026 SUV 7; Impreza 1993-2026 Sedan, Wagon, Hatchback 5
  Legacy 1990-2025 Sedan, Wagon 3; Crosstrek 2013-2026 SUV 5; WRX 2002-2026 Sedan 2; Ascent 2019-2026 SUV 2
  Tribeca 2006-2014 SUV 1
Mazda 28
  MAZDA3 2004-2026 Sedan, Hatchback 7; CX-5 2013-2026 SUV 7; MX-5 Miata 1990-2026 Convertible 2
  MAZDA6 2003-2021 Sedan, Wagon 3; CX-9 2007-2023 SUV 2; CX-3 2016-2021 SUV 2; MAZDA2 2003-2026 Hatchback 2
  CX-30 2020-2026 SUV 3; 626 1980-2002 Sedan 1; Tribute 2001-2011 SUV 1; CX-7 2007-2012 SUV 1
Mitsubishi 15
  Outlander 2003-2026 SUV 6; Lancer 1980-2017 Sedan, Hatchback 3; Eclipse 1990-2012 Coupe, Convertible 2
  Eclipse Cross 2018-2026 SUV 2; Mirage 2014-2024 Hatchback, Sedan 2; Outlander Sport 2011-2024 SUV 2
  Galant 1985-2012 Sedan 1; L200 1982-2026 Pickup 2; i-MiEV 2010-2017 Hatchback 1
Suzuki 14
  Swift 1985-2026 Hatchback 7; Vitara 1989-2026 SUV 5; Jimny 1982-2026 SUV 2; Ignis 2001-2026 Hatchback 2
  SX4 2007-2014 Hatchback, Sedan 2; S-Cross 2014-2026 SUV 2; Baleno 1995-2019 Hatchback, Sedan 1
Volvo 22
  XC60 2010-2026 SUV 6; XC90 2003-2026 SUV 4; XC40 2019-2026 SUV 4; V70 1998-2016 Wagon 3; V60 2011-2026 Wagon 2
  S60 2001-2026 Sedan 2; V40 1996-2019 Hatchback, Wagon 2; C30 2007-2013 Hatchback 1; S80 1999-2016 Sedan 1
  V90 2017-2026 Wagon 1
Jeep 35
  Wrangler 1987-2026 SUV 6; Grand Cherokee 1993-2026 SUV 7; Cherokee 1980-2001 SUV 2; Cherokee 2014-2023 SUV 4
  Compass 2007-2026 SUV 4; Renegade 2015-2023 SUV 3; Patriot 2007-2017 SUV 2; Gladiator 2020-2026 Pickup 2
  Commander 2006-2010 SUV 1; Wagoneer 2022-2026 SUV 1
Ram 35
  1500 2011-2026 Pickup 10; 2500 2011-2026 Pickup 4; 3500 2011-2026 Pickup 2
  ProMaster Cargo Van 2014-2026 Van/Minivan 2; ProMaster City 2015-2022 Van/Minivan 1
Dodge 30
  Charger 2006-2023 Sedan 4; Challenger 2008-2023 Coupe 3; Durango 1998-2026 SUV 3
  Grand Caravan 1987-2020 Van/Minivan 4; Journey 2009-2020 SUV 3; Avenger 1995-2014 Sedan 1
  Neon 1995-2005 Sedan, Coupe 1; Ram 1500 1994-2010 Pickup 4; Caliber 2007-2012 Wagon 1; Magnum 2005-2008 Wagon 1
  Intrepid 1993-2004 Sedan 1
Chrysler 12
  300 2005-2023 Sedan 5; Town & Country 1990-2016 Van/Minivan 4; Pacifica 2017-2026 Van/Minivan 4
  200 2011-2017 Sedan, Convertible 2; PT Cruiser 2001-2010 Wagon, Convertible 2; Voyager 2000-2003 Van/Minivan 1
  Aspen 2007-2009 SUV 1
GMC 30
  Sierra 1500 1999-2026 Pickup 8; Yukon 1992-2026 SUV 4; Acadia 2007-2026 SUV 4; Terrain 2010-2026 SUV 4
  Canyon 2004-2026 Pickup 2; Savana 1500 Cargo 1996-2014 Van/Minivan 1; Safari Cargo 1985-2005 Van/Minivan 1
  HUMMER EV Pickup 2022-2026 Pickup 1
Buick 12
  Enclave 2008-2026 SUV 4; Encore 2013-2022 SUV 3; LaCrosse 2005-2019 Sedan 2; Regal 1980-2004 Sedan, Coupe 1
  Envision 2016-2026 SUV 2; Century 1980-2005 Sedan, Wagon 1; Park Avenue 1991-2005 Sedan 1
Cadillac 12
  Escalade 1999-2026 SUV 4; CTS 2003-2019 Sedan, Coupe, Wagon 3; SRX 2004-2016 SUV 2; XT5 2017-2026 SUV 3
  ATS 2013-2019 Sedan, Coupe 1; Eldorado 1980-2002 Coupe, Convertible 1; STS 2005-2011 Sedan 1; LYRIQ 2023-2026 SUV 1
Lincoln 8
  Navigator 1998-2026 SUV 3; MKZ 2007-2020 Sedan 3; Town Car 1981-2011 Sedan 2; MKX 2007-2018 SUV 2
  Aviator 2003-2005 SUV 1; Continental 1981-2002 Sedan 1; LS 2000-2006 Sedan 1
Pontiac 8
  Grand Prix 1980-2008 Sedan, Coupe 2; Grand Am 1985-2005 Sedan, Coupe 2; G6 2005-2010 Sedan, Coupe, Convertible 2
  Vibe 2003-2010 Wagon 2; Bonneville 1980-2005 Sedan 1; Aztek 2001-2005 SUV 1; Montana 1999-2009 Van/Minivan 1
Saturn 4
  S-Series 1991-2002 Sedan, Coupe, Wagon 2; VUE 2002-2010 SUV 2; ION 2003-2007 Sedan, Coupe 2; AURA 2007-2010 Sedan 1
  SKY 2007-2010 Convertible 1
Oldsmobile 3
  Alero 1999-2004 Sedan, Coupe 2; Silhouette 1990-2004 Van/Minivan 1; Intrigue 1998-2002 Sedan 1
Mercury 4
  Grand Marquis 1983-2011 Sedan 3; Sable 1986-2009 Sedan, Wagon 2; Mariner 2005-2011 SUV 2; Mountaineer 1997-2010 SUV 1
  Cougar 1980-2002 Coupe 1
Plymouth 2
  Voyager 1984-2000 Van/Minivan 3; Neon 1995-2001 Sedan, Coupe 2; Prowler 1997-2001 Convertible 1
Lexus 22
  RX 1999-2026 SUV 8; ES 1990-2026 Sedan 5; IS 2001-2026 Sedan 4; NX 2015-2026 SUV 4; GX 2003-2026 SUV 2
  GS 1993-2020 Sedan 1; UX 2019-2026 SUV 2; CT 2011-2017 Hatchback 1; RC 2015-2026 Coupe 1; HS 2010-2012 Sedan 1
Acura 14
  MDX 2001-2026 SUV 5; RDX 2007-2026 SUV 4; TL 1996-2014 Sedan 3; TSX 2004-2014 Sedan, Wagon 2; TLX 2015-2025 Sedan 2
  Integra 2023-2026 Hatchback 1; ILX 2013-2022 Sedan 1; RL 1996-2012 Sedan 1
INFINITI 11
  QX60 2014-2026 SUV 3; Q50 2014-2024 Sedan 4; G35 2003-2008 Sedan, Coupe 2; G37 2008-2013 Sedan, Coupe, Convertible 2
  QX80 2014-2026 SUV 1; Q60 2014-2022 Coupe, Convertible 1; I 1996-2004 Sedan 1; JX 2013-2013 SUV 1
Genesis 5
  G70 2019-2026 Sedan 2; G80 2017-2026 Sedan 2; GV70 2022-2026 SUV 3; GV80 2021-2026 SUV 2; G90 2017-2026 Sedan 1
  GV60 2023-2026 SUV 1
Tesla 30
  Model 3 2017-2026 Sedan 8; Model Y 2020-2026 SUV 10; Model S 2012-2026 Sedan 2; Model X 2016-2026 SUV 1
  Cybertruck 2024-2026 Pickup 1; Roadster 2008-2012 Convertible 1
Porsche 10
  911 1980-2026 Coupe, Convertible 4; Cayenne 2003-2026 SUV 4; Macan 2015-2026 SUV 4; Boxster 1997-2016 Convertible 2
  Cayman 2006-2016 Coupe 1; Taycan 2020-2026 Sedan 1
MINI 14
  Hardtop 2002-2026 Hatchback 8; Countryman 2011-2026 SUV 4; Clubman 2008-2024 Wagon 2
  Convertible 2005-2026 Convertible 2; Coupe 2012-2015 Coupe 1
Land Rover 12
  Range Rover 1987-2026 SUV 3; Range Rover Sport 2006-2026 SUV 4; Range Rover Evoque 2012-2026 SUV 4
  Discovery 2017-2026 SUV 2; Discovery Sport 2015-2026 SUV 3; Defender 1983-2016 SUV 1; Defender 110 2020-2026 SUV 2
  Freelander 1998-2014 SUV 1; LR4 2010-2016 SUV 1; Range Rover Velar 2018-2026 SUV 1
Jaguar 7
  XF 2009-2024 Sedan 3; F-PACE 2017-2025 SUV 3; XE 2017-2020 Sedan 2; F-TYPE 2014-2024 Coupe, Convertible 1
  S-Type 2000-2008 Sedan 1; E-PACE 2018-2024 SUV 1
Alfa Romeo 6
  Giulia 2017-2026 Sedan 3; Stelvio 2018-2026 SUV 3; Giulietta 2010-2020 Hatchback 2; 147 2001-2010 Hatchback 1
  159 2005-2011 Sedan, Wagon 1; 4C 2014-2020 Coupe, Convertible 1; Brera 2006-2010 Coupe 1
Saab 3
  9-3 1998-2011 Sedan, Convertible, Wagon 3; 9-5 1998-2011 Sedan, Wagon 2; 9-7X 2005-2009 SUV 1
Smart 5
  fortwo 1998-2024 Hatchback, Convertible 6; forfour 2004-2021 Hatchback 2; roadster 2003-2006 Convertible 1
  #1 2023-2026 SUV 1
Lancia 3
  Ypsilon 1996-2026 Hatchback 5; Delta 1980-2014 Hatchback 1; Musa 2005-2012 Van/Minivan 1
  Kappa 1995-2001 Sedan, Wagon 1; Phedra 2003-2010 Van/Minivan 1
Cupra 5
  Formentor 2021-2026 SUV 5; Born 2022-2026 Hatchback 3; Ateca 2019-2026 SUV 2; Leon 2021-2026 Hatchback, Wagon 2
  Tavascan 2024-2026 SUV 1
DS 3
  3 2016-2019 Hatchback, Convertible 2; 4 2016-2026 Hatchback 2; 3 Crossback 2019-2026 SUV 2
  7 Crossback 2018-2026 SUV 2; 9 2021-2025 Sedan 1
MG 6
  ZS 2018-2026 SUV 4; MG4 2023-2026 Hatchback 3; HS 2019-2026 SUV 2; MG3 2013-2026 Hatchback 2
  TF 2002-2011 Convertible 1; ZR 2001-2005 Hatchback 1
Vauxhall 10
  Corsa 1993-2026 Hatchback 8; Astra 1980-2026 Hatchback, Wagon 7; Insignia 2009-2022 Hatchback, Wagon 3
  Mokka 2012-2026 SUV 3; Zafira 1999-2018 Van/Minivan 2; Vivaro 2001-2026 Van/Minivan 2
Lada 2
  Niva 1980-2026 SUV 2; Granta 2012-2026 Sedan, Wagon 2; Vesta 2016-2026 Sedan, Wagon 2
  Samara 1985-2013 Hatchback, Sedan 1; Priora 2007-2018 Sedan, Wagon 1; 2107 1982-2012 Sedan 1
Rover 2
  75 1999-2005 Sedan, Wagon 2; 45 1999-2005 Hatchback, Sedan 1
Scion 4
  tC 2005-2016 Coupe 2; xB 2004-2015 Wagon 2; FR-S 2013-2016 Coupe 1; iQ 2012-2015 Hatchback 1; iA 2016-2016 Sedan 1
Isuzu 2
  Rodeo 1991-2004 SUV 2; D-Max 2003-2026 Pickup 2; Amigo 1989-2000 SUV 1; VehiCROSS 1999-2001 SUV 1
Daewoo 2
  Matiz 1998-2005 Hatchback 2; Lanos 1997-2002 Sedan, Hatchback 2; Nubira 1997-2002 Sedan, Wagon 1
  Leganza 1997-2002 Sedan 1
Daihatsu 2
  Sirion 1998-2013 Hatchback 2; Terios 1997-2017 SUV 2; Charade 1980-2000 Hatchback 1; Materia 2007-2011 Wagon 1
HUMMER 2
  H2 2003-2009 SUV 2; H3 2006-2010 SUV 2; H1 1992-2006 SUV 1
Maserati 2
  Ghibli 2014-2023 Sedan 2; Levante 2017-2024 SUV 2; GranTurismo 2008-2019 Coupe, Convertible 1; MC20 2022-2026 Coupe 1
Ferrari 1
  488 GTB 2016-2019 Coupe 1; F430 2005-2009 Coupe, Convertible 1; Portofino 2018-2023 Convertible 1
  Purosangue 2023-2026 SUV 1
Lamborghini 1
  Urus 2019-2026 SUV 2; Gallardo 2004-2014 Coupe, Convertible 1; Murciélago 2002-2010 Coupe, Convertible 1
  Diablo 1990-2001 Coupe, Convertible 1
Bentley 1
  Continental GT 2004-2026 Coupe, Convertible 2; Bentayga 2017-2026 SUV 2; Flying Spur 2006-2026 Sedan 1
  Arnage 1999-2009 Sedan 1; Azure 1996-2009 Convertible 1
Rolls-Royce 1
  Ghost 2010-2026 Sedan 2; Cullinan 2019-2026 SUV 2; Wraith 2014-2021 Coupe 1; Silver Seraph 1999-2002 Sedan 1
Aston Martin 1
  Vantage 2006-2026 Coupe, Convertible 2; DB11 2017-2023 Coupe, Convertible 1; Rapide 2010-2020 Sedan 1
  Vanquish 2002-2018 Coupe 1
Lotus 1
  Elise 1996-2021 Convertible 2; Evora 2010-2021 Coupe 1; Exige 2000-2021 Coupe 1; Esprit 1980-2004 Coupe 1
  Emira 2022-2026 Coupe 1; Eletre 2023-2026 SUV 1
McLaren 1
  720S 2018-2022 Coupe, Convertible 1; 570S 2016-2020 Coupe, Convertible 1; MP4-12C 2012-2014 Coupe, Convertible 1
  650S 2015-2017 Coupe, Convertible 1; GT 2020-2024 Coupe 1; Artura 2023-2026 Coupe, Convertible 1
Polestar 3
  1 2020-2021 Coupe 1; 2 2021-2026 Sedan, Hatchback 5; 3 2024-2026 SUV 1; 4 2024-2026 SUV 1
Rivian 2
  R1T 2022-2026 Pickup 2; R1S 2022-2026 SUV 3
Lucid 1
  Air 2022-2026 Sedan 2; Gravity 2025-2026 SUV 1
BYD 4
  Atto 3 2022-2026 SUV 3; Dolphin 2022-2026 Hatchback 3; Seal 2023-2026 Sedan 2; Han 2021-2026 Sedan 1
  Tang 2019-2026 SUV 1; Seal U 2024-2026 SUV 2
SsangYong 2
  Rexton 2002-2026 SUV 2; Korando 1996-2026 SUV 2; Tivoli 2015-2026 SUV 2; Musso 1994-2026 Pickup, SUV 1
  Kyron 2006-2014 SUV 1; Rodius 2005-2019 Van/Minivan 1
Iveco 2
  Daily 1980-2026 Van/Minivan 3; Massif 2008-2011 SUV 1
Alpine 1
  A110 2018-2026 Coupe 2; A290 2025-2026 Hatchback 1
Fisker 1
  Karma 2012-2012 Sedan 1; Ocean 2023-2024 SUV 1
Maybach 1
  57 2004-2012 Sedan 1; 62 2004-2012 Sedan 1
`;
