//! How amounts are written, from CLDR as ICU4X has it. The test `the_table_is_the_one_of_icu4x` writes this file.

/// A locale a line: tag, parent, pattern, pattern beside letters, decimal sign, group sign, grouping, and symbols,
/// each behind the code of its currency. What is empty is as the parent has it; a locale without a line is as its
/// language. Grouping is how many digits there are before the first group at least, and the size of the groups
/// before the last.
#[rustfmt::skip]
pub(super) const LOCALES: &str = "\
de\t\t#\u{a0}¤\t#\u{a0}¤\t,\t.\t13\tAUDAU$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPY¥ KRW₩ MXNMX$ NZDNZ$ PHP₱ THB฿ TWDNT$ USD$ VND₫ XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFCFPF\n\
de-AT\tde\t¤\u{a0}#\t¤\u{a0}#\n\
de-CH\tde\t¤\u{a0}#;¤-#\t¤\u{a0}#;¤-#\t.\t'\n\
de-LI\tde\t¤\u{a0}#\t¤\u{a0}#\t.\t'\n\
en\t\t¤#\t¤\u{a0}#\t.\t,\t13\tAUDA$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPY¥ KRW₩ MXNMX$ NZDNZ$ PHP₱ TWDNT$ USD$ VND₫ XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFCFPF\n\
en-001\ten\t\t\t\t\t\tJPYJP¥ USDUS$\n\
en-150\ten\t#\u{a0}¤\t#\u{a0}¤\t\t\t\tJPYJP¥ USDUS$\n\
en-AG\ten-001\t\t\t\t\t\tXCD$\n\
en-AI\ten-001\t\t\t\t\t\tXCD$\n\
en-AT\ten-001\t¤\u{a0}#\t\t,\t.\n\
en-AU\ten-001\t\t\t\t\t\tAUD$ SCRRs XPFCFP\n\
en-BB\ten-001\t\t\t\t\t\tBBD$\n\
en-BE\ten-150\t\t\t,\t.\n\
en-BI\ten\t\t\t\t\t\tBIFFBu\n\
en-BM\ten-001\t\t\t\t\t\tBMD$\n\
en-BS\ten-001\t\t\t\t\t\tBSD$\n\
en-BW\ten-001\t\t\t\t\t\tBWPP\n\
en-BZ\ten-001\t\t\t\t\t\tBZD$\n\
en-CA\ten-001\t\t\t\t\t\tCAD$ XCGCg\n\
en-CC\ten-001\t\t\t\t\t\tAUD$\n\
en-CH\ten-001\t¤\u{a0}#;¤-#\t¤\u{a0}#;¤-#\t\t'\n\
en-CK\ten-001\t\t\t\t\t\tNZD$\n\
en-CM\ten-001\n\
en-CX\ten-001\t\t\t\t\t\tAUD$\n\
en-CY\ten-001\n\
en-CZ\ten-150\t\t\t,\t\u{a0}\n\
en-DE\ten-150\t\t\t,\t.\n\
en-DK\ten-150\t\t\t,\t.\t\tDKKkr.\n\
en-DM\ten-001\t\t\t\t\t\tXCD$\n\
en-EE\ten-150\t\t\t,\t\u{a0}\n\
en-ER\ten-001\t\t\t\t\t\tERNNfk\n\
en-ES\ten-150\t\t\t,\t.\n\
en-FI\ten-150\t\t\t,\t\u{a0}\n\
en-FJ\ten-001\t\t\t\t\t\tFJD$\n\
en-FK\ten-001\t\t\t\t\t\tFKP£ GBPGB£\n\
en-FM\ten-001\n\
en-FR\ten-150\t\t\t,\t\u{202f}\n\
en-GB\ten-001\n\
en-GD\ten-001\t\t\t\t\t\tXCD$\n\
en-GE\ten-150\t\t\t,\t\u{202f}\t\tGEL₾\n\
en-GG\ten-001\n\
en-GH\ten-001\t\t\t\t\t\tGHSGH₵\n\
en-GI\ten-001\t\t\t\t\t\tGBPGB£ GIP£\n\
en-GM\ten-001\t\t\t\t\t\tGMDD\n\
en-GS\ten-001\n\
en-GY\ten-001\t\t\t\t\t\tGYD$\n\
en-HK\ten-001\n\
en-HU\ten-150\t\t\t,\t\u{a0}\n\
en-ID\ten-001\t\t\t,\t.\t\tIDRRp\n\
en-IE\ten-001\n\
en-IL\ten-001\n\
en-IM\ten-001\n\
en-IN\ten-001\t\t\t\t\t12\tUSD$\n\
en-IO\ten-001\n\
en-IT\ten-150\t\t\t,\t.\n\
en-JE\ten-001\n\
en-JM\ten-001\t\t\t\t\t\tJMD$\n\
en-KE\ten-001\t\t\t\t\t\tKESKsh\n\
en-KI\ten-001\t\t\t\t\t\tAUD$\n\
en-KN\ten-001\t\t\t\t\t\tXCD$\n\
en-KY\ten-001\t\t\t\t\t\tKYD$\n\
en-LC\ten-001\t\t\t\t\t\tXCD$\n\
en-LR\ten-001\t\t\t\t\t\tLRD$\n\
en-LS\ten-001\t\t\t\t\t\tZARR\n\
en-LT\ten-150\t\t\t,\t\u{a0}\n\
en-LV\ten-150\t\t\t,\t\u{a0}\n\
en-MG\ten-001\t\t\t\t\t\tMGAAr\n\
en-MO\ten-001\t\t\t\t\t\tMOPMOP$\n\
en-MS\ten-001\t\t\t\t\t\tXCD$\n\
en-MT\ten-001\t\t\t\t\t\tGBPGB£\n\
en-MU\ten-001\t\t\t\t\t\tMURRs\n\
en-MV\ten-001\t¤\u{a0}#\t\t\t\t\tMVRRf\n\
en-MW\ten-001\t\t\t\t\t\tMWKMK\n\
en-MY\ten-001\t\t\t\t\t\tMYRRM\n\
en-NA\ten-001\t\t\t\t\t\tNAD$\n\
en-NF\ten-001\t\t\t\t\t\tAUD$\n\
en-NG\ten-001\t\t\t\t\t\tNGN₦\n\
en-NL\ten-001\t¤\u{a0}#;¤\u{a0}-#\t¤\u{a0}#;¤\u{a0}-#\t,\t.\n\
en-NO\ten-150\t\t\t,\t\u{a0}\t\tNOKkr\n\
en-NR\ten-001\t\t\t\t\t\tAUD$\n\
en-NU\ten-001\t\t\t\t\t\tNZD$\n\
en-NZ\ten-001\t\t\t\t\t\tNZD$\n\
en-PG\ten-001\t\t\t\t\t\tPGKK\n\
en-PK\ten-001\t\t\t\t\t\tPKRRs\n\
en-PL\ten-150\t\t\t,\t.\n\
en-PN\ten-001\t\t\t\t\t\tNZD$\n\
en-PT\ten-150\t\t\t,\t\u{a0}\n\
en-PW\ten-001\n\
en-RO\ten-150\t\t\t,\t.\n\
en-RW\ten-001\t\t\t\t\t\tRWFRF\n\
en-SB\ten-001\t\t\t\t\t\tSBD$\n\
en-SC\ten-001\t\t\t\t\t\tSCRSR\n\
en-SD\ten-001\n\
en-SE\ten-150\t\t\t,\t\u{a0}\t\tSEKkr\n\
en-SG\ten-001\t\t\t\t\t\tSGD$\n\
en-SH\ten-001\t\t\t\t\t\tGBPGB£ SHP£\n\
en-SI\ten-150\t\t\t,\t.\n\
en-SK\ten-150\t\t\t,\t\u{a0}\n\
en-SL\ten-001\t\t\t\t\t\tSLELe\n\
en-SS\ten-001\t\t\t\t\t\tGBPGB£ SSP£\n\
en-SX\ten-001\n\
en-SZ\ten-001\t\t\t\t\t\tSZLE\n\
en-TC\ten-001\n\
en-TK\ten-001\t\t\t\t\t\tNZD$\n\
en-TO\ten-001\t\t\t\t\t\tTOPT$\n\
en-TT\ten-001\t\t\t\t\t\tTTD$\n\
en-TV\ten-001\t\t\t\t\t\tAUD$\n\
en-TZ\ten-001\t\t\t\t\t\tTZSTSh\n\
en-UA\ten-150\t\t\t,\t\u{a0}\n\
en-UG\ten-001\t\t\t\t\t\tUGXUSh\n\
en-VC\ten-001\t\t\t\t\t\tXCD$\n\
en-VG\ten-001\n\
en-VU\ten-001\t\t\t\t\t\tVUVVT\n\
en-WS\ten-001\t\t\t\t\t\tWSTWS$\n\
en-ZA\ten-001\t\t¤#\t,\t\u{a0}\t\tZARR\n\
en-ZM\ten-001\t\t\t\t\t\tZMWK\n\
en-ZW\ten-001\n\
es\t\t#\u{a0}¤\t#\u{a0}¤\t,\t.\t23\tAUDA$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPYJP¥ KRW₩ MXNMX$ NZDNZ$ PHP₱ THB฿ TWDNT$ USDUS$ VND₫ XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFCFPF\n\
es-419\tes\t¤#\t¤\u{a0}#\t.\t,\t13\n\
es-AR\tes-419\t¤\u{a0}#\t\t,\t.\t\tARS$\n\
es-BO\tes-419\t\t\t,\t.\t\tBOBBs\n\
es-BR\tes-419\n\
es-BZ\tes-419\t\t\t\t\t\tBZD$\n\
es-CL\tes\t¤#;¤-#\t¤\u{a0}#;¤-#\t\t\t13\tCLP$\n\
es-CO\tes-419\t¤\u{a0}#\t\t,\t.\t\tCOP$\n\
es-CR\tes-419\t\t\t,\t\u{a0}\t\tCRC₡\n\
es-CU\tes-419\t\t\t\t\t\tCUP$\n\
es-DO\tes-419\t\t\t\t\t\tDOPRD$\n\
es-EC\tes\t¤#;¤-#\t¤\u{a0}#;¤-#\t\t\t13\tUSD$\n\
es-GQ\tes-419\t\t\t,\t.\t23\n\
es-GT\tes-419\t\t\t\t\t\tGTQQ\n\
es-HN\tes-419\t\t\t\t\t\tHNLL\n\
es-JP\tes-419\n\
es-MX\tes-419\t\t\t\t\t\tMRUUM MXN$\n\
es-NI\tes-419\t\t\t\t\t\tNIOC$\n\
es-PA\tes-419\t\t\t\t\t\tPABB/.\n\
es-PE\tes-419\t¤\u{a0}#\t\t\t\t\tPENS/\n\
es-PR\tes-419\t\t\t\t\t\tUSD$\n\
es-PY\tes\t¤\u{a0}#;¤\u{a0}-#\t¤\u{a0}#;¤\u{a0}-#\t\t\t13\tPYGGs.\n\
es-SV\tes-419\t\t\t\t\t\tUSD$\n\
es-US\tes-419\t\t\t\t\t\tJPY¥ USD$\n\
es-UY\tes-419\t¤\u{a0}#\t\t,\t.\t\tUYU$ UYWUP\n\
es-VE\tes\t¤#;¤-#\t¤\u{a0}#;¤-#\t\t\t13\tVESBs.S\n\
fr\t\t#\u{a0}¤\t#\u{a0}¤\t,\t\u{202f}\t13\tARS$AR AUD$AU BMD$BM BND$BN BRLR$ BZD$BZ CAD$CA CLP$CL CNYCN¥ COP$CO EUR€ FJD$FJ FKP£FK GBP£GB GIP£GI HKDHK$ ILS₪ INR₹ JPYJP¥ KRW₩ LBP£LB MXN$MX NAD$NA NZD$NZ PHP₱ SBD$SB SGD$SG SRD$SR TTD$TT TWDNT$ USD$US UYU$UY VND₫ WST$WS XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFFCFP\n\
fr-BI\tfr\t\t\t\t\t\tBIFFBu\n\
fr-CA\tfr\t\t\t\t\u{a0}\t\tAUD$\u{a0}AU CAD$ GBP£ HKD$\u{a0}HK JPY¥ NZD$\u{a0}NZ SGD$\u{a0}SG USD$\u{a0}US\n\
fr-CD\tfr\t\t\t\t\t\tCDFFC\n\
fr-CH\tfr\t\t\t.\t'\n\
fr-DJ\tfr\t\t\t\t\t\tDJFFdj\n\
fr-DZ\tfr\t\t\t\t\t\tDZDDA\n\
fr-GN\tfr\t\t\t\t\t\tGNFFG\n\
fr-HT\tfr\t\t\t\t\t\tHTGG\n\
fr-KM\tfr\t\t\t\t\t\tKMFCF\n\
fr-LU\tfr\t\t\t\t.\n\
fr-MA\tfr\t\t\t\t.\n\
fr-MG\tfr\t\t\t\t\t\tMGAAr\n\
fr-MR\tfr\t\t\t\t\t\tMRUUM\n\
fr-MU\tfr\t\t\t\t\t\tMURRs\n\
fr-RW\tfr\t\t\t.\t,\t\tRWFRF\n\
fr-SC\tfr\t\t\t\t\t\tSCRSR\n\
fr-SY\tfr\t\t\t\t\t\tSYPLS\n\
fr-TN\tfr\t\t\t\t\t\tTNDDT\n\
fr-VU\tfr\t\t\t\t\t\tVUVVT\n\
it\t\t#\u{a0}¤\t#\u{a0}¤\t,\t.\t23\tAUDA$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPYJP¥ KRW₩ MXNMX$ NZDNZ$ PHP₱ THB฿ TWDNT$ USDUS$ VND₫ XAFFCFA XCDEC$ XCGCf XOFF\u{202f}CFA XPFCFPF\n\
it-CH\tit\t¤\u{a0}#;¤-#\t¤\u{a0}#;¤-#\t.\t'\n\
";
