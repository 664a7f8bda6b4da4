//! How amounts are written, from CLDR 48.2.0: written by `cargo xtask amounts`.

/// A locale a line: tag, parent, pattern, pattern beside letters, decimal sign, group sign, digits before the first
/// group, and symbols, each behind the code of its currency. What is empty is as the parent has it.
#[rustfmt::skip]
pub(super) const LOCALES: &str = "\
de\t\t#,##0.00\u{a0}¤\t#,##0.00\u{a0}¤\t,\t.\t1\tAUDAU$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPY¥ KRW₩ MXNMX$ NZDNZ$ THB฿ TWDNT$ USD$ VND₫ XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFCFPF\n\
de-AT\tde\t¤\u{a0}#,##0.00\t¤\u{a0}#,##0.00\n\
de-BE\tde\n\
de-CH\tde\t¤\u{a0}#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t.\t'\t\tEUREUR\n\
de-IT\tde\n\
de-LI\tde\t¤\u{a0}#,##0.00\t¤\u{a0}#,##0.00\t.\t'\t\tEUREUR\n\
de-LU\tde\n\
en\t\t¤#,##0.00\t¤\u{a0}#,##0.00\t.\t,\t1\tAUDA$ BRLR$ CADCA$ CNYCN¥ EUR€ GBP£ HKDHK$ ILS₪ INR₹ JPY¥ KRW₩ MXNMX$ NZDNZ$ PHP₱ TWDNT$ USD$ VND₫ XAFFCFA XCDEC$ XCGCg. XOFF\u{202f}CFA XPFCFPF XXX¤\n\
en-001\ten\t\t\t\t\t\tJPYJP¥ USDUS$\n\
en-150\ten-001\t#,##0.00\u{a0}¤\t#,##0.00\u{a0}¤\n\
en-AE\ten\n\
en-AG\ten-001\t\t\t\t\t\tXCD$\n\
en-AI\ten-001\t\t\t\t\t\tXCD$\n\
en-AS\ten\n\
en-AT\ten-150\t¤\u{a0}#,##0.00\t¤\u{a0}#,##0.00\t,\t.\n\
en-AU\ten-001\t\t\t\t\t\tAUD$ BRLBRL CADCAD CNYCNY EUREUR GBPGBP HKDHKD ILSILS INRINR JPYJPY KRWKRW MXNMXN NZDNZD PHPPHP SCRRs TWDTWD USDUSD VNDVND XAFXAF XCDXCD XOFXOF XPFCFP\n\
en-BB\ten-001\t\t\t\t\t\tBBD$\n\
en-BE\ten-150\t\t\t,\t.\n\
en-BI\ten\t\t\t\t\t\tBIFFBu\n\
en-BM\ten-001\t\t\t\t\t\tBMD$\n\
en-BS\ten-001\t\t\t\t\t\tBSD$\n\
en-BW\ten-001\t\t\t\t\t\tBWPP\n\
en-BZ\ten-001\t\t\t\t\t\tBZD$\n\
en-CA\ten\t\t\t\t\t\tCAD$ JPYJP¥ USDUS$ XCGCg\n\
en-CC\ten-001\t\t\t\t\t\tAUD$\n\
en-CH\ten-150\t¤\u{a0}#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t\t'\n\
en-CK\ten-001\t\t\t\t\t\tNZD$\n\
en-CM\ten-001\n\
en-CX\ten-001\t\t\t\t\t\tAUD$\n\
en-CY\ten-001\n\
en-CZ\ten-150\t\t\t,\t\u{a0}\n\
en-DE\ten-150\t\t\t,\t.\n\
en-DG\ten-001\n\
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
en-GU\ten\n\
en-GY\ten-001\t\t\t\t\t\tGYD$\n\
en-HK\ten-001\n\
en-HU\ten-150\t\t\t,\t\u{a0}\n\
en-ID\ten-001\t\t\t,\t.\t\tIDRRp\n\
en-IE\ten-001\n\
en-IL\ten-001\n\
en-IM\ten-001\n\
en-IN\ten-001\t¤#,##,##0.00\t¤\u{a0}#,##,##0.00\t\t\t\tUSD$\n\
en-IO\ten-001\n\
en-IT\ten-150\t\t\t,\t.\n\
en-JE\ten-001\n\
en-JM\ten-001\t\t\t\t\t\tJMD$\n\
en-JP\ten\n\
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
en-MH\ten\n\
en-MO\ten-001\t\t\t\t\t\tMOPMOP$\n\
en-MP\ten\n\
en-MS\ten-001\t\t\t\t\t\tXCD$\n\
en-MT\ten-001\t\t\t\t\t\tGBPGB£\n\
en-MU\ten-001\t\t\t\t\t\tMURRs\n\
en-MV\ten-001\t¤\u{a0}#,##0.00\t\t\t\t\tMVRRf\n\
en-MW\ten-001\t\t\t\t\t\tMWKMK\n\
en-MY\ten-001\t\t\t\t\t\tMYRRM\n\
en-NA\ten-001\t\t\t\t\t\tNAD$\n\
en-NF\ten-001\t\t\t\t\t\tAUD$\n\
en-NG\ten-001\t\t\t\t\t\tNGN₦\n\
en-NL\ten-150\t¤\u{a0}#,##0.00;¤\u{a0}-#,##0.00\t¤\u{a0}#,##0.00;¤\u{a0}-#,##0.00\t,\t.\n\
en-NO\ten-150\t\t\t,\t\u{a0}\t\tNOKkr\n\
en-NR\ten-001\t\t\t\t\t\tAUD$\n\
en-NU\ten-001\t\t\t\t\t\tNZD$\n\
en-NZ\ten-001\t\t\t\t\t\tNZD$\n\
en-PG\ten-001\t\t\t\t\t\tPGKK\n\
en-PH\ten\n\
en-PK\ten-001\t\t\t\t\t\tPKRRs\n\
en-PL\ten-150\t\t\t,\t.\n\
en-PN\ten-001\t\t\t\t\t\tNZD$\n\
en-PR\ten\n\
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
en-UM\ten\n\
en-VC\ten-001\t\t\t\t\t\tXCD$\n\
en-VG\ten-001\n\
en-VI\ten\n\
en-VU\ten-001\t\t\t\t\t\tVUVVT\n\
en-WS\ten-001\t\t\t\t\t\tWSTWS$\n\
en-ZA\ten-001\t\t¤#,##0.00\t,\t\u{a0}\t\tZARR\n\
en-ZM\ten-001\t\t\t\t\t\tZMWK\n\
en-ZW\ten-001\n\
es\t\t#,##0.00\u{a0}¤\t#,##0.00\u{a0}¤\t,\t.\t2\tEUR€ THB฿ USDUS$ VND₫ XCGCg. XPFCFPF XXX¤\n\
es-419\tes\t¤#,##0.00\t¤\u{a0}#,##0.00\t.\t,\t1\tEUREUR THBTHB USDUSD VNDVND\n\
es-AR\tes-419\t¤\u{a0}#,##0.00\t\t,\t.\t\tARS$ USDUS$\n\
es-BO\tes-419\t\t\t,\t.\t\tBOBBs\n\
es-BR\tes-419\t\t\t\t\t\tBRLR$\n\
es-BZ\tes-419\t\t\t\t\t\tBZD$\n\
es-CL\tes-419\t¤#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t,\t.\t\tCLP$ USDUS$\n\
es-CO\tes-419\t¤\u{a0}#,##0.00\t\t,\t.\t\tCOP$ USDUS$\n\
es-CR\tes-419\t\t\t,\t\u{a0}\t\tCRC₡\n\
es-CU\tes-419\t\t\t\t\t\tCUP$ USDUS$\n\
es-DO\tes-419\t\t\t\t\t\tDOPRD$ USDUS$\n\
es-EA\tes\n\
es-EC\tes-419\t¤#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t,\t.\t\tUSD$\n\
es-GQ\tes\t¤#,##0.00\t¤\u{a0}#,##0.00\t\t\t\tXAFFCFA\n\
es-GT\tes-419\t\t\t\t\t\tGTQQ\n\
es-HN\tes-419\t\t\t\t\t\tHNLL\n\
es-IC\tes\n\
es-MX\tes-419\t\t\t\t\t\tMRUUM MXN$\n\
es-NI\tes-419\t\t\t\t\t\tNIOC$\n\
es-PA\tes-419\t\t\t\t\t\tPABB/.\n\
es-PE\tes-419\t¤\u{a0}#,##0.00\t\t\t\t\tPENS/\n\
es-PH\tes\t\t\t\t\t\tPHP₱\n\
es-PR\tes-419\t\t\t\t\t\tUSD$\n\
es-PY\tes-419\t¤\u{a0}#,##0.00;¤\u{a0}-#,##0.00\t¤\u{a0}#,##0.00;¤\u{a0}-#,##0.00\t,\t.\t\tPYGGs.\n\
es-SV\tes-419\t\t\t\t\t\tUSD$\n\
es-US\tes-419\t\t\t\t\t\tJPY¥ USD$\n\
es-UY\tes-419\t¤\u{a0}#,##0.00\t\t,\t.\t\tUSDUS$ UYU$ UYWUP\n\
es-VE\tes-419\t¤#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t,\t.\t\tVESBs.S\n\
fr\t\t#,##0.00\u{a0}¤\t#,##0.00\u{a0}¤\t,\t\u{202f}\t1\tARS$AR AUD$AU BMD$BM BND$BN BRLR$ BZD$BZ CAD$CA CLP$CL COP$CO EUR€ FJD$FJ FKP£FK GBP£GB GIP£GI ILS₪ INR₹ KRW₩ LBP£LB MXN$MX NAD$NA NZD$NZ SBD$SB SGD$SG SRD$SR TTD$TT USD$US UYU$UY VND₫ WST$WS XAFFCFA XCGCg. XOFF\u{202f}CFA XPFFCFP XXX¤\n\
fr-BE\tfr\n\
fr-BF\tfr\n\
fr-BI\tfr\t\t\t\t\t\tBIFFBu\n\
fr-BJ\tfr\n\
fr-BL\tfr\n\
fr-CA\tfr\t\t\t\t\u{a0}\t\tARSARS AUD$\u{a0}AU BMDBMD BNDBND BZDBZD CAD$ CLPCLP CNYCN¥ COPCOP FJDFJD FKPFKP GBP£ GIPGIP HKD$\u{a0}HK ILSILS INRINR JPY¥ KRWKRW LBPLBP MXNMXN NADNAD NZD$\u{a0}NZ SBDSBD SGD$\u{a0}SG SRDSRD TTDTTD USD$\u{a0}US UYUUYU VNDVND WSTWST XAFXAF XOFXOF XPFXPF\n\
fr-CD\tfr\t\t\t\t\t\tCDFFC\n\
fr-CF\tfr\n\
fr-CG\tfr\n\
fr-CH\tfr\t\t\t.\t'\n\
fr-CI\tfr\n\
fr-CM\tfr\n\
fr-DJ\tfr\t\t\t\t\t\tDJFFdj\n\
fr-DZ\tfr\t\t\t\t\t\tDZDDA\n\
fr-GA\tfr\n\
fr-GF\tfr\n\
fr-GN\tfr\t\t\t\t\t\tGNFFG\n\
fr-GP\tfr\n\
fr-GQ\tfr\n\
fr-HT\tfr\t\t\t\t\t\tHTGG\n\
fr-KM\tfr\t\t\t\t\t\tKMFCF\n\
fr-LU\tfr\t\t\t\t.\n\
fr-MA\tfr\t\t\t\t.\n\
fr-MC\tfr\n\
fr-MF\tfr\n\
fr-MG\tfr\t\t\t\t\t\tMGAAr\n\
fr-ML\tfr\n\
fr-MQ\tfr\n\
fr-MR\tfr\t\t\t\t\t\tMRUUM\n\
fr-MU\tfr\t\t\t\t\t\tMURRs\n\
fr-NC\tfr\n\
fr-NE\tfr\n\
fr-PF\tfr\n\
fr-PM\tfr\n\
fr-RE\tfr\n\
fr-RW\tfr\t\t\t\t\t\tRWFRF\n\
fr-SC\tfr\t\t\t\t\t\tSCRSR\n\
fr-SN\tfr\n\
fr-SY\tfr\t\t\t\t\t\tSYPLS\n\
fr-TD\tfr\n\
fr-TG\tfr\n\
fr-TN\tfr\t\t\t\t\t\tTNDDT\n\
fr-VU\tfr\t\t\t\t\t\tVUVVT\n\
fr-WF\tfr\n\
fr-YT\tfr\n\
it\t\t#,##0.00\u{a0}¤\t#,##0.00\u{a0}¤\t,\t.\t2\tAUDA$ CADCA$ CNYCN¥ EUR€ GBP£ ILS₪ NZDNZ$ PHP₱ THB฿ XAFFCFA XCDEC$ XCGCf XOFF\u{202f}CFA XPFCFPF XXX¤\n\
it-CH\tit\t¤\u{a0}#,##0.00;¤-#,##0.00\t¤\u{a0}#,##0.00;¤-#,##0.00\t.\t'\n\
it-SM\tit\n\
it-VA\tit\n\
";
